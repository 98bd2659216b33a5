// The turn of an act, and what a press leads to. Pure.
import type { ActView, RefusalView } from '../wire/types';

/** What the waiting page does now: wait, ask for a press, or press by itself because the person already has. */
export type Turn = 'wait' | 'press' | 'auto';

export interface Present {
  now: number;
  /** The person has pressed for this very act on this page. */
  pressed: boolean;
  /** Somebody may be looking: a secret is not fetched into a hidden tab. */
  visible: boolean;
}

export function turnOf(act: ActView, { now, pressed, visible }: Present): Turn {
  if (act.stage.stage !== 'waiting' || now < Date.parse(act.stage.not_before)) return 'wait';
  return pressed && visible ? 'auto' : 'press';
}

/** Whether the act still holds the account. */
export const isOpen = (act: ActView | null): boolean =>
  act !== null && act.stage.stage !== 'done' && act.stage.stage !== 'closed';

/** From when on a press is accepted; `null` when none is. */
export function pressableAt(act: ActView): number | null {
  if (act.stage.stage === 'waiting') return Date.parse(act.stage.not_before);
  return act.stage.stage === 'unknown' ? Date.parse(act.stage.again_at) : null;
}

/** Refusals that the page of the open act tells better than a page of their own. */
const TOLD_BY_ACT = new Set(['outcome_unknown', 'act_out_of_turn', 'directory_busy']);

export function toldByAct(refusal: RefusalView, act: ActView | null): boolean {
  return TOLD_BY_ACT.has(refusal.code) && isOpen(act);
}

/** How long until the next look, in milliseconds; a place far back changes slowly. */
export function lookAgainIn(act: ActView): number | null {
  switch (act.stage.stage) {
    case 'working':
      return 2_000;
    case 'waiting':
      return act.stage.ahead > 50 ? 15_000 : 5_000;
    default:
      return null;
  }
}
