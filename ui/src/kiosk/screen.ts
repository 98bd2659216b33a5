// What a kiosk shows: pure. The state of one person's visit, and what the kiosk itself knows.
import type { KioskHealth } from '../host/types';
import type { FlowView, LinkView, Purpose, RefusalView, Stage, VisitView } from '../wire/types';

/** What a person can choose; each but `counter` and `status` goes on on the phone. */
export type Choice = 'link' | 'password' | 'lost_phone' | 'status' | 'counter';

export const CHOICES: readonly Choice[] = ['link', 'password', 'lost_phone', 'status', 'counter'];

/** What a card is checked for. */
export const PURPOSE: Record<Exclude<Choice, 'counter'>, Purpose> = {
  link: 'link',
  password: 'password',
  lost_phone: 'pass',
  status: 'manage',
};

type StageOf<Name extends Stage['stage']> = Extract<Stage, { stage: Name }>;
export type LinkedView = Extract<LinkView, { state: 'linked' }>;

export type KioskScreen =
  | { name: 'starting' }
  | { name: 'enrol' }
  | { name: 'stopped' }
  | { name: 'attract' }
  | { name: 'menu' }
  | { name: 'counter' }
  | { name: 'prepare'; choice: Exclude<Choice, 'counter'> }
  | { name: 'qr'; flow: FlowView; stage: StageOf<'offered'> }
  | { name: 'phone'; flow: FlowView }
  | { name: 'digits'; flow: FlowView; stage: StageOf<'confirming'> }
  | { name: 'handed'; flow: FlowView }
  | { name: 'result'; link: LinkView }
  | { name: 'refused'; refusal: RefusalView; purpose: Purpose | null }
  | { name: 'wiping' }
  | { name: 'wiped'; at: string };

export interface Situation {
  /** `undefined`: not asked yet; `null`: not enrolled. */
  known: { name: string } | null | undefined;
  health: KioskHealth;
  /** Staff want to type a new code at a kiosk that was stopped. */
  enrolling: boolean;
  /** A person has chosen a language. */
  begun: boolean;
  choice: Choice | null;
  visit: VisitView | null;
  refusal: RefusalView | null;
  /** The end is under way. */
  wiping: boolean;
  /** When the last person's traces were cleared; shown for a moment. */
  wipedAt: string | null;
}

/** The one screen of a situation. */
export function kioskScreen(it: Situation): KioskScreen {
  if (it.wiping) return { name: 'wiping' };
  if (it.wipedAt !== null) return { name: 'wiped', at: it.wipedAt };
  if (it.health.revoked) return { name: it.enrolling ? 'enrol' : 'stopped' };
  if (it.known === undefined) return { name: 'starting' };
  if (it.known === null) return { name: 'enrol' };
  if (!it.begun) return { name: 'attract' };
  if (it.refusal !== null) return { name: 'refused', refusal: it.refusal, purpose: it.refusal.purpose };
  const flow = it.visit?.flow ?? null;
  if (flow !== null) return flowScreen(flow, it.visit?.link ?? null);
  if (it.choice === null) return { name: 'menu' };
  return it.choice === 'counter' ? { name: 'counter' } : { name: 'prepare', choice: it.choice };
}

function flowScreen(flow: FlowView, link: LinkView | null): KioskScreen {
  const stage = flow.stage;
  switch (stage.stage) {
    case 'offered':
      return { name: 'qr', flow, stage };
    case 'at_provider':
    case 'checking':
    case 'handing_back':
      return { name: 'phone', flow };
    case 'confirming':
      return { name: 'digits', flow, stage };
    case 'done':
      // Only what was typed here is shown here; all else is on the phone.
      return stage.delivered === 'here' && link !== null ? { name: 'result', link } : { name: 'handed', flow };
    case 'closed':
      return { name: 'refused', refusal: stage.refusal, purpose: purposeOf(flow) };
  }
}

export const purposeOf = (flow: FlowView): Purpose | null =>
  flow.errand.kind === 'card' ? flow.errand.purpose : null;

/** Whether a screen belongs to a person, so that it has "finish" and a clock. */
export const isPersons = (name: KioskScreen['name']): boolean =>
  !['starting', 'enrol', 'stopped', 'attract', 'wiping', 'wiped'].includes(name);
