// What to offer after a refusal. Pure: refusal → the act behind its main button.
import refusals from '../wire/refusals.json';
import type { Errand, FlowView, NextStep, Purpose, RefusalView, SignInGoal } from '../wire/types';
import type { RefusalShown } from './screen';

export type Offer =
  | { act: 'start'; errand: Errand; way: FlowView['way'] }
  | { act: 'prepare'; purpose: Purpose }
  | { act: 'front' }
  | { act: 'reload' }
  | { act: 'wait'; seconds: number }
  | { act: 'sign_in'; goal: SignInGoal }
  | { act: 'relink' }
  | { act: 'copy_address' }
  | { act: 'office' }
  | { act: 'status' }
  | { act: 'support' }
  | { act: 'pass_first' }
  | { act: 'unfreeze' }
  | { act: 'prove' }
  | { act: 'guide' };

type Meaning = Pick<RefusalView, 'side' | 'next'>;

/** Side and next step by code, as the server has them: an address tells the code alone. */
const MEANINGS = refusals as unknown as Record<string, Meaning>;

/** What is known of a refusal, or what its code means. */
export function meaningOf(refusal: RefusalShown): Partial<Meaning> {
  const known = MEANINGS[refusal.code];
  return { side: refusal.side ?? known?.side, next: refusal.next ?? known?.next };
}

function again(refusal: RefusalShown, flow: FlowView | null): Offer {
  // A hand-off cannot be repeated by the phone alone, and our QR begins on a press: go through the page before.
  if (flow !== null && flow.role === 'starter' && flow.way !== 'other_device') {
    return { act: 'start', errand: flow.errand, way: flow.way };
  }
  return restart(refusal, flow);
}

/** The person stopped, or was not done in time, having read what is needed: one press begins again. */
const AT_ONCE = new Set(['flow_cancelled', 'flow_expired', 'provider_cancelled', 'provider_expired']);

function restart(refusal: RefusalShown, flow: FlowView | null): Offer {
  if (flow?.role === 'carrier') return { act: 'front' };
  if (flow?.errand.kind === 'sign_in') return { act: 'sign_in', goal: flow.errand.goal };
  const purpose = flow?.errand.kind === 'card' ? flow.errand.purpose : (refusal.purpose ?? null);
  return purpose === null ? { act: 'front' } : { act: 'prepare', purpose };
}

function signInGoal(refusal: RefusalShown, flow: FlowView | null): SignInGoal {
  if (flow?.errand.kind === 'sign_in') return flow.errand.goal;
  return refusal.purpose === 'link' ? 'link' : 'my';
}

const PLAIN: Partial<Record<NextStep, Offer>> = {
  sign_in_again: { act: 'sign_in', goal: 'secure' },
  relink: { act: 'relink' },
  other_browser: { act: 'copy_address' },
  office: { act: 'office' },
  status: { act: 'status' },
  support: { act: 'support' },
  pass_first: { act: 'pass_first' },
  unfreeze: { act: 'unfreeze' },
  prove_again: { act: 'prove' },
  guide: { act: 'guide' },
};

/** The next step of a refusal; `null` when there is nothing to press. */
export function offerFor(refusal: RefusalShown, flow: FlowView | null): Offer | null {
  const next = meaningOf(refusal).next ?? 'restart';
  switch (next) {
    case 'retry':
      return flow === null ? { act: 'reload' } : again(refusal, flow);
    case 'restart':
      return AT_ONCE.has(refusal.code) && flow?.errand.kind === 'card' ? again(refusal, flow) : restart(refusal, flow);
    case 'wait':
      return { act: 'wait', seconds: refusal.retry_after_s ?? 30 };
    case 'sign_in':
      return { act: 'sign_in', goal: signInGoal(refusal, flow) };
    case 'back_to_first_screen':
      return flow?.role === 'starter' ? { act: 'start', errand: flow.errand, way: flow.way } : null;
    default:
      return PLAIN[next] ?? { act: 'front' };
  }
}
