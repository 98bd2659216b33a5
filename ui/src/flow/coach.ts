// After the pass: what is done already, and when to look again. Pure.
import type { CoachView } from '../wire/types';

export type CoachStep = 'register' | 'second' | 'remove';
export type StepState = 'todo' | 'doing' | 'done';

/** The three things worth doing, in order; removing is only for whoever still has old methods. */
export function coachSteps(view: CoachView | null): Array<{ step: CoachStep; state: StepState }> {
  const done: Record<CoachStep, boolean> = {
    register: view?.has_new === true,
    second: view?.has_second === true,
    remove: view?.has_new === true && view.old_left === 0,
  };
  const order: CoachStep[] = ['register', 'second', 'remove'];
  const present = order.find((step) => !done[step]);
  return order.map((step) => ({ step, state: done[step] ? 'done' : step === present ? 'doing' : 'todo' }));
}

/** Whether the person can sign in again, come what may. */
export const isSafe = (view: CoachView | null) => view?.has_new === true;

const FIRST_MS = 5_000;
const LONGEST_MS = 60_000;

/** The pause after `unchanged` looks that brought nothing new: five seconds at first, a minute at last. */
export function coachPause(unchanged: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 1.5 ** Math.max(0, unchanged - 5));
}

/** Whether two looks tell the same. */
export function sameMethods(before: CoachView | null, after: CoachView): boolean {
  if (before === null) return false;
  const told = (view: CoachView) => JSON.stringify([view.has_new, view.has_second, view.old_left, view.methods]);
  return told(before) === told(after);
}
