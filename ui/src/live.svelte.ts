// Keeps the session true to the server: stream of the running flow, return to the page, deadlines, lost network.
import { nowOnce } from './clock.svelte';
import type { Session } from './session.svelte';
import type { VisitView } from './wire/types';

const LOOK_AGAIN_MS = 4_000;

/** The flow worth following, if any. */
export function liveFlowId(visit: VisitView | null): string | null {
  const flow = visit?.flow ?? null;
  return flow === null || flow.stage.stage === 'closed' || flow.stage.stage === 'done' ? null : flow.id;
}

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
  const future = times.flatMap((time) => (time == null ? [] : [Date.parse(time)])).filter((time) => time > now);
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

function followDeadlines(session: Session) {
  $effect(() => {
    const at = nextDeadline(session.visit, nowOnce());
    if (at === null) return;
    const timer = setTimeout(() => void session.refresh(), at - nowOnce() + 1_000);
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
  followDeadlines(session);
  followReach(session);
  followReturn(session);
}
