// Visit + route → the one screen to show. Pure, and the only place where that is decided.
import type { ActKind, ActView, FlowView, ProofView, Purpose, VisitView } from '../wire/types';
import type { Route } from './route';
import type { Screen, Situation } from './shown';

export type * from './shown';

function screenOfFlow(flow: FlowView): Screen | null {
  const stage = flow.stage;
  switch (stage.stage) {
    case 'offered':
      return { name: 'offered', flow, stage };
    case 'at_provider':
      return flow.way === 'other_device' && flow.role === 'starter'
        ? { name: 'on_phone', flow, stage }
        : { name: 'away', flow, stage };
    case 'checking':
      return { name: 'checking', flow };
    case 'confirming':
      return flow.role === 'carrier' ? { name: 'digits_shown', flow, stage } : { name: 'digits_entry', flow, stage };
    case 'handing_back':
      return { name: 'handing_back', flow };
    case 'done':
      return stage.delivered === 'other_device' ? { name: 'done_elsewhere', flow } : null;
    case 'closed':
      return { name: 'refused', refusal: stage.refusal, flow };
  }
}

function screenOfLinking(visit: VisitView, proof: ProofView, wantsRelink: boolean): Screen {
  const link = visit.link;
  if (visit.account === null) {
    return link?.state === 'linked' ? { name: 'status', visit, link } : { name: 'sign_in_step', visit, proof };
  }
  if (link?.state === 'linked' && link.account_is_mine === false) return { name: 'card_taken', visit };
  if (visit.can.includes('link') && !wantsRelink) return { name: 'confirm_link', visit, proof };
  if (visit.can.includes('relink') || wantsRelink) return { name: 'relink', visit };
  return link?.state === 'linked' ? { name: 'status', visit, link } : { name: 'confirm_link', visit, proof };
}

const refusedFor = (code: string, purpose: Purpose): Screen => ({
  name: 'refused',
  refusal: { code, reference: '', purpose },
  flow: null,
});

function screenOfAsking(visit: VisitView, proof: ProofView, kind: ActKind): Screen {
  const link = visit.link;
  if (link?.state !== 'linked') return refusedFor('not_linked', kind);
  if (link.frozen_since !== null) return refusedFor('link_frozen', kind);
  return { name: 'issue_ask', visit, proof, link, kind };
}

/** An act that still holds the account. */
function screenOfOpenAct(act: ActView | null): Screen | null {
  switch (act?.stage.stage) {
    case 'waiting':
      return { name: 'issue_wait', act, stage: act.stage };
    case 'working':
      return { name: 'issue_work', act };
    case 'unknown':
      return { name: 'issue_unknown', act, stage: act.stage };
    default:
      return null;
  }
}

function screenOfEndedAct(act: ActView | null, settled: string | null): Screen | null {
  if (act === null || act.id === settled) return null;
  if (act.stage.stage === 'closed') {
    return { name: 'refused', refusal: { ...act.stage.refusal, purpose: act.kind }, flow: null };
  }
  if (act.stage.stage !== 'done') return null;
  return { name: act.kind === 'pass' ? 'after_pass' : 'after_password', act, stage: act.stage };
}

function screenOfProof(visit: VisitView, proof: ProofView, wantsRelink: boolean): Screen {
  switch (proof.purpose) {
    case 'link':
      return screenOfLinking(visit, proof, wantsRelink);
    case 'manage':
      return { name: 'status', visit, link: visit.link };
    case 'salvage':
      return visit.link?.state === 'linked' ? { name: 'salvage', visit } : refusedFor('not_linked', 'salvage');
    case 'alumni':
      return visit.link?.state === 'linked' ? { name: 'alumni', visit, proof } : refusedFor('not_linked', 'alumni');
    default:
      return screenOfAsking(visit, proof, proof.purpose);
  }
}

/** The card check is used up, but what it was for still has a page of its own; an act tells itself. */
function screenOfLastErrand(visit: VisitView): Screen | null {
  const flow = visit.flow;
  if (flow?.stage.stage !== 'done' || flow.errand.kind !== 'card' || visit.link === null) return null;
  const purpose = flow.errand.purpose;
  if (purpose === 'pass' || purpose === 'password') return null;
  if (purpose === 'salvage' && visit.link.state === 'linked') return { name: 'salvage', visit };
  if (purpose === 'alumni' && visit.link.state === 'linked') return { name: 'alumni', visit, proof: null };
  return { name: 'status', visit, link: visit.link };
}

function screenOfVisit(visit: VisitView, of: Situation): Screen {
  const open = screenOfOpenAct(visit.act);
  if (open !== null) return open;
  if (visit.proof !== null) return screenOfProof(visit, visit.proof, of.wantsRelink);
  const rest = screenOfLastErrand(visit) ?? screenOfEndedAct(visit.act, of.settled);
  if (rest !== null) return rest;
  return visit.link === null ? { name: 'front' } : { name: 'status', visit, link: visit.link };
}

function screenOfJust(just: Situation['just'], visit: VisitView | null): Screen | null {
  if (just === 'declined' || just === 'reported') {
    return { name: 'handoff_declined', reported: just === 'reported' };
  }
  if (visit === null) return null;
  if (just === 'linked' && visit.link?.state === 'linked') return { name: 'done', visit, link: visit.link };
  if (just === 'unlinked' && visit.link?.state !== 'linked') return { name: 'unlinked', visit };
  return null;
}

/** Pages that do not depend on what this browser has been doing. */
function screenOfAddress(route: Route): Screen | null {
  switch (route.page) {
    case 'help':
      return { name: 'help' };
    case 'unknown':
      return { name: 'not_found' };
    default:
      return null;
  }
}

function screenOfIntent(intent: Purpose, of: Situation): Screen {
  const visit = of.visit;
  const issue = intent === 'pass' || intent === 'password';
  const open = issue ? screenOfOpenAct(visit?.act ?? null) : null;
  if (open !== null) return open;
  if (visit?.proof?.purpose === intent && intent !== 'link' && intent !== 'manage') {
    return screenOfProof(visit, visit.proof, false);
  }
  if (intent === 'alumni' && !of.alumniOpen) return { name: 'alumni_not_yet' };
  return { name: 'prepare', purpose: intent };
}

/** Pages of an account, for whoever has proved it by card or sign-in. */
function screenOfMine(route: Route, of: Situation): Screen | null {
  const can = of.visit?.can ?? [];
  switch (route.page) {
    case 'history':
      return can.includes('history') ? { name: 'history', receipt: route.receipt } : { name: 'identify', page: 'history' };
    case 'contacts':
      return can.includes('contacts') ? { name: 'contacts' } : { name: 'identify', page: 'contacts' };
    case 'office':
      return can.includes('office')
        ? { name: 'office', receipt: route.receipt }
        : { name: 'office_front', visit: of.visit };
    case 'kiosks':
      return can.includes('office') ? { name: 'kiosks' } : { name: 'office_front', visit: of.visit };
    default:
      return null;
  }
}

function screenOfRest(of: Situation): Screen {
  const { route, visit } = of;
  if (route.page === 'handoff') return { name: 'handoff', token: route.token };
  const mine = screenOfMine(route, of);
  if (mine !== null) return mine;
  if (route.page === 'my') {
    if (visit?.account == null) return { name: 'my_front' };
    // A second sign-in on the way to a link comes back to this address.
    const linking = visit.can.includes('link') || visit.can.includes('relink');
    return linking ? screenOfVisit(visit, of) : { name: 'status', visit, link: visit.link };
  }
  if (route.page === 'verify' && route.intent !== null && route.intent !== 'front') {
    return screenOfIntent(route.intent, of);
  }
  return visit === null ? { name: 'front' } : screenOfVisit(visit, of);
}

/** Pages that anybody may open at any time, whatever is under way. */
function screenOfOpenPage(route: Route): Screen | null {
  switch (route.page) {
    case 'guide':
      return { name: 'guide', answers: route.answers };
    case 'notice':
      return { name: 'notice', token: route.token };
    case 'verify':
      return route.intent === 'front' ? { name: 'front' } : null;
    default:
      return null;
  }
}

/** A hand-off page shows the flow only when this browser is the one that carries it. */
function flowFor(route: Route, visit: VisitView | null): FlowView | null {
  const flow = visit?.flow ?? null;
  return route.page === 'handoff' && flow?.role !== 'carrier' ? null : flow;
}

/** The screen for a situation. Total: every situation has exactly one. */
export function screenFor(of: Situation): Screen {
  const fixed = screenOfAddress(of.route);
  if (fixed !== null) return fixed;
  if (!of.ready) return of.reach === 'ok' ? { name: 'loading' } : { name: 'unreachable', reach: of.reach };
  const flow = flowFor(of.route, of.visit);
  if (of.refusal !== null) return { name: 'refused', refusal: of.refusal, flow };
  const just = screenOfJust(of.just, of.visit);
  if (just !== null) return just;
  const open = screenOfOpenPage(of.route);
  if (open !== null) return open;
  if (of.issued !== null) {
    return { name: of.issued.act.kind === 'pass' ? 'pass_issued' : 'password_issued', issued: of.issued };
  }
  if (of.ended && of.visit === null) return { name: 'session_ended' };
  const running = flow === null ? null : screenOfFlow(flow);
  if (running !== null) return running;
  if (of.route.page === 'verify' && of.route.refusal !== null) {
    return { name: 'refused', refusal: of.route.refusal, flow: null };
  }
  return screenOfRest(of);
}
