// Visit + route → the one screen to show. Pure, and the only place where that is decided.
import type { FlowView, LinkView, ProofView, Purpose, RefusalView, Stage, VisitView } from '../wire/types';
import type { Route } from './route';

export type Linked = Extract<LinkView, { state: 'linked' }>;
export type StageOf<Name extends Stage['stage']> = Extract<Stage, { stage: Name }>;

/** Where the connection stands: `offline` is the person's network, `server` is ours. */
export type Reach = 'ok' | 'offline' | 'server';

/** A refusal, as far as it is known: from an address only code and reference are. */
export type RefusalShown = Partial<RefusalView> & { code: string; reference: string };

export type Screen =
  | { name: 'loading' }
  | { name: 'unreachable'; reach: Exclude<Reach, 'ok'> }
  | { name: 'not_found' }
  | { name: 'help' }
  | { name: 'front' }
  | { name: 'my_front' }
  | { name: 'prepare'; purpose: Purpose }
  | { name: 'handoff'; token: string }
  | { name: 'handoff_declined'; reported: boolean }
  | { name: 'offered'; flow: FlowView; stage: StageOf<'offered'> }
  | { name: 'away'; flow: FlowView; stage: StageOf<'at_provider'> }
  | { name: 'on_phone'; flow: FlowView; stage: StageOf<'at_provider'> }
  | { name: 'checking'; flow: FlowView }
  | { name: 'digits_entry'; flow: FlowView; stage: StageOf<'confirming'> }
  | { name: 'digits_shown'; flow: FlowView; stage: StageOf<'confirming'> }
  | { name: 'handing_back'; flow: FlowView }
  | { name: 'done_elsewhere'; flow: FlowView }
  | { name: 'refused'; refusal: RefusalShown; flow: FlowView | null }
  | { name: 'session_ended' }
  | { name: 'sign_in_step'; visit: VisitView; proof: ProofView }
  | { name: 'confirm_link'; visit: VisitView; proof: ProofView }
  | { name: 'relink'; visit: VisitView }
  | { name: 'card_taken'; visit: VisitView }
  | { name: 'done'; visit: VisitView; link: Linked }
  | { name: 'unlinked'; visit: VisitView }
  | { name: 'status'; visit: VisitView; link: LinkView | null };

export interface Situation {
  ready: boolean;
  reach: Reach;
  route: Route;
  visit: VisitView | null;
  /** This page had a visit a moment ago and the server no longer knows it. */
  ended: boolean;
  /** A refusal that answered an act of this page. */
  refusal: RefusalView | null;
  /** The person has asked to replace the card that the account is linked to. */
  wantsRelink: boolean;
  /** What this page has just done: shown once, gone after a reload. */
  just: 'linked' | 'unlinked' | 'declined' | 'reported' | null;
}

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

function screenOfVisit(visit: VisitView, wantsRelink: boolean): Screen {
  if (visit.proof?.purpose === 'link') return screenOfLinking(visit, visit.proof, wantsRelink);
  if (visit.proof !== null || visit.link !== null) return { name: 'status', visit, link: visit.link };
  return { name: 'front' };
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

function screenOfRest({ route, visit, wantsRelink }: Situation): Screen {
  if (route.page === 'handoff') return { name: 'handoff', token: route.token };
  if (route.page === 'my') {
    if (visit?.account == null) return { name: 'my_front' };
    // A second sign-in on the way to a link comes back to this address.
    const linking = visit.can.includes('link') || visit.can.includes('relink');
    return linking ? screenOfVisit(visit, wantsRelink) : { name: 'status', visit, link: visit.link };
  }
  if (route.page === 'verify' && route.intent !== null) return { name: 'prepare', purpose: route.intent };
  return visit === null ? { name: 'front' } : screenOfVisit(visit, wantsRelink);
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
  if (of.ended && of.visit === null) return { name: 'session_ended' };
  const running = flow === null ? null : screenOfFlow(flow);
  if (running !== null) return running;
  if (of.route.page === 'verify' && of.route.refusal !== null) {
    return { name: 'refused', refusal: of.route.refusal, flow: null };
  }
  return screenOfRest(of);
}
