// Keeps the session true to the server: stream of the running flow, return to the page, deadlines, lost network.
import { nowOnce } from './clock.svelte';
import { lookAgainIn, turnOf } from './flow/act';
import { Refused, Unreachable } from './host';
import type { Session } from './session.svelte';
import type { VisitView } from './wire/types';

const LOOK_AGAIN_MS = 4_000;

/** The flow worth following, if any. */
export function liveFlowId(visit: VisitView | null): string | null {
  const flow = visit?.flow ?? null;
  return flow === null || flow.stage.stage === 'closed' || flow.stage.stage === 'done' ? null : flow.id;
}

/** The server tells times to the second, cut off: what has come may still be on its way. */
const CUT_OFF_MS = 1_000;

/** The next moment at which the state changes by time alone. */
export function nextDeadline(visit: VisitView | null, now: number): number | null {
  if (visit === null) return null;
  const times = [visit.expires_at, visit.proof?.expires_at, visit.account?.fresh_until];
  if (visit.flow !== null) {
    const stage = visit.flow.stage;
    if (stage.stage === 'offered') times.push(stage.expires_at);
    if (stage.stage === 'confirming') times.push(stage.digits_expire_at, stage.deadline);
    if (stage.stage === 'at_provider') times.push(stage.deadline);
  }
  const act = visit.act?.stage;
  if (act?.stage === 'unknown') times.push(act.again_at);
  if (act?.stage === 'unknown' || act?.stage === 'waiting') times.push(visit.act?.deadline);
  const future = times.flatMap((time) => (time == null ? [] : [Date.parse(time)])).filter((time) => time + CUT_OFF_MS > now);
  return future.length === 0 ? null : Math.min(...future);
}

function followFlow(session: Session) {
  const id = $derived(liveFlowId(session.visit));
  $effect(() => {
    if (id === null) return;
    return session.host.watch(id, {
      flow: (flow) => session.adoptFlow(flow),
      opened: () => void session.refresh(),
      lost: () => void session.refresh(),
    });
  });
}

/** Waiting and working acts are looked at; their streams would be one more thing to break. */
function followAct(session: Session) {
  $effect(() => {
    const act = session.visit?.act ?? null;
    const pause = act === null ? null : lookAgainIn(act);
    if (act === null || pause === null) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && session.reach === 'ok') void lookAt(session, act.id);
    }, pause);
    return () => clearInterval(timer);
  });
}

async function lookAt(session: Session, id: string) {
  try {
    session.adoptAct(await session.host.api.act(id));
  } catch (fault) {
    if (fault instanceof Unreachable) session.reach = fault.reach;
    else if (fault instanceof Refused) void session.refresh();
    else throw fault;
  }
}

const MAX_TIMER_MS = 2_000_000_000;

/** When the turn comes, a press made before counts; without one the page asks for it. */
function followTurn(session: Session) {
  $effect(() => {
    const act = session.visit?.act ?? null;
    if (act?.stage.stage !== 'waiting' || session.pressed !== act.id) return;
    const tryNow = () => {
      const visible = document.visibilityState === 'visible';
      if (session.busy || session.reach !== 'ok') return;
      if (turnOf(act, { now: nowOnce(), pressed: true, visible }) === 'auto') void session.perform(act);
    };
    const ms = Date.parse(act.stage.not_before) - nowOnce();
    const timer = setTimeout(tryNow, Math.min(Math.max(0, ms) + 200, MAX_TIMER_MS));
    document.addEventListener('visibilitychange', tryNow);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', tryNow);
    };
  });
}

/** A page kept for "Back" would keep the secret with it. */
function forgetOnLeaving(session: Session) {
  $effect(() => {
    const forget = () => (session.issued = null);
    addEventListener('pagehide', forget);
    return () => removeEventListener('pagehide', forget);
  });
}

function followDeadlines(session: Session) {
  $effect(() => {
    const at = nextDeadline(session.visit, nowOnce());
    if (at === null) return;
    const timer = setTimeout(() => void session.refresh(), at - nowOnce() + CUT_OFF_MS);
    return () => clearTimeout(timer);
  });
}

function followReach(session: Session) {
  $effect(() => {
    if (session.reach === 'ok') return;
    const timer = setInterval(() => void session.refresh(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  });
}

function followReturn(session: Session) {
  $effect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') void session.refresh();
    };
    const offline = () => (session.reach = 'offline');
    document.addEventListener('visibilitychange', look);
    addEventListener('pageshow', look);
    addEventListener('online', look);
    addEventListener('offline', offline);
    return () => {
      document.removeEventListener('visibilitychange', look);
      removeEventListener('pageshow', look);
      removeEventListener('online', look);
      removeEventListener('offline', offline);
    };
  });
}

/** Call once, while a component is being set up. */
export function keepLive(session: Session) {
  followFlow(session);
  followAct(session);
  followTurn(session);
  forgetOnLeaving(session);
  followDeadlines(session);
  followReach(session);
  followReturn(session);
}
