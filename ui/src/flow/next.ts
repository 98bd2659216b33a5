// What to offer after a refusal. Pure: refusal → the act behind its main button.
import type { Errand, FlowView, NextStep, Purpose } from '../wire/types';
import type { RefusalShown } from './screen';

export type Offer =
  | { act: 'start'; errand: Errand; way: FlowView['way'] }
  | { act: 'prepare'; purpose: Purpose }
  | { act: 'front' }
  | { act: 'reload' }
  | { act: 'wait'; seconds: number }
  | { act: 'sign_in'; goal: 'link' | 'my' | 'secure' }
  | { act: 'relink' }
  | { act: 'copy_address' }
  | { act: 'office' }
  | { act: 'status' }
  | { act: 'support' };

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

const PLAIN: Partial<Record<NextStep, Offer>> = {
  sign_in_again: { act: 'sign_in', goal: 'secure' },
  relink: { act: 'relink' },
  other_browser: { act: 'copy_address' },
  office: { act: 'office' },
  status: { act: 'status' },
  support: { act: 'support' },
};

/** An address tells the code alone; these are told there and do not mean a new start. */
const NEXT_IN_ADDRESS: Record<string, NextStep> = {
  callback_repeated: 'status',
  callback_other_browser: 'other_browser',
  callback_issuer: 'support',
};

/** The next step of a refusal; `null` when there is nothing to press. */
export function offerFor(refusal: RefusalShown, flow: FlowView | null): Offer | null {
  const next = refusal.next ?? NEXT_IN_ADDRESS[refusal.code] ?? 'restart';
  switch (next) {
    case 'retry':
      return flow === null ? { act: 'reload' } : again(refusal, flow);
    case 'restart':
      return AT_ONCE.has(refusal.code) && flow?.errand.kind === 'card' ? again(refusal, flow) : restart(refusal, flow);
    case 'wait':
      return { act: 'wait', seconds: refusal.retry_after_s ?? 30 };
    case 'sign_in':
      return { act: 'sign_in', goal: refusal.purpose === 'link' ? 'link' : 'my' };
    case 'back_to_first_screen':
      return flow?.role === 'starter' ? { act: 'start', errand: flow.errand, way: flow.way } : null;
    default:
      return PLAIN[next] ?? { act: 'front' };
  }
}
