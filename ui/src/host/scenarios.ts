// One state per screen, with invented people. Development only.
import type { Capability } from '../flow/way';
import { pretendQr } from './props';
import type {
  FlowView,
  HandoffView,
  LinkView,
  ProofView,
  Purpose,
  RefusalView,
  Stage,
  VisitView,
} from '../wire/types';

export interface Scenario {
  path?: string;
  search?: string;
  visit?: VisitView;
  refusal?: RefusalView;
  /** The refusal that answers every act. */
  act?: RefusalView;
  unreachable?: 'offline' | 'server';
  shell?: Capability['shell'];
}

const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
const DAY = 86_400;

const ORIGIN = { place: null, device: 'Windows · Chrome', at: at(-40) };

export const HANDOFF: HandoffView = {
  errand: { kind: 'card', purpose: 'link' },
  origin: ORIGIN,
  expires_at: at(150),
  yours: false,
};

export function flowOf(stage: Stage, more: Partial<FlowView> = {}): FlowView {
  return {
    id: 'flow-1',
    errand: { kind: 'card', purpose: 'link' },
    way: 'this_phone',
    role: 'starter',
    origin: ORIGIN,
    stage,
    ...more,
  };
}

export function visitOf(more: Partial<VisitView>): VisitView {
  return {
    channel: 'web',
    expires_at: at(1800),
    proof: null,
    account: null,
    link: null,
    flow: null,
    steps: { card: 'doing', sign_in: 'todo', link: 'todo' },
    can: ['start_link', 'start_manage', 'sign_in'],
    ...more,
  };
}

const provider = (more: { opened_on?: string; since?: number } = {}): Stage => ({
  stage: 'at_provider',
  since: at(more.since ?? 0),
  deadline: at(540),
  resumable: true,
  opened_on: more.opened_on ?? null,
});
const confirming = (digits: string | null): Stage => ({
  stage: 'confirming',
  digits,
  digits_expire_at: at(55),
  deadline: at(170),
  tries_left: 5,
  opened_on: 'iPhone',
});

const proof = (purpose: Purpose): ProofView => ({
  purpose,
  name: purpose === 'link' ? '髙﨑 吉右衛門' : null,
  expires_at: at(570),
});
const ACCOUNT = { number: '0123456789', user_name: '0123456789@utac.u-tokyo.ac.jp', fresh_until: null };
const linked = (last: number | null, via: 'card' | 'account'): LinkView => ({
  state: 'linked',
  account_number: ACCOUNT.number,
  account_is_mine: via === 'account' ? true : null,
  since: at(-500 * DAY),
  last_used_at: last === null ? null : at(last * DAY),
  kept: { name: '髙﨑 吉右衛門' },
  via,
});
const DONE = { card: 'done', sign_in: 'done', link: 'done' } as const;
const refusal = (code: string, more: Partial<RefusalView> = {}): RefusalView => ({
  code,
  side: 'digital_agency',
  next: 'restart',
  reference: 'K7QF-2M9D',
  retry_after_s: null,
  tries_left: null,
  purpose: 'link',
  ...more,
});
const inFlow = (flow: FlowView) => ({ visit: visitOf({ flow }) });

export const SCENARIOS: Record<string, Scenario> = {
  front: {},
  offline: { unreachable: 'offline' },
  server: { unreachable: 'server' },
  missing: { path: '/nothing/here' },
  'digits-desktop-app': { ...inFlow(flowOf(confirming(null), { way: 'other_device' })), shell: 'desktop_app' },
  'verified-desktop-app': {
    shell: 'desktop_app',
    visit: visitOf({ proof: proof('link'), link: { state: 'none', via: 'card' } }),
  },
  help: { path: '/help/', visit: visitOf({ flow: flowOf(provider()) }) },
  'prepare-link': { search: '?go=link' },
  'prepare-manage': { search: '?go=manage' },
  'prepare-desktop-app': { search: '?go=link', shell: 'desktop_app' },
  handoff: { path: '/verify/h/abc' },
  'handoff-expired': {
    path: '/verify/h/abc',
    act: refusal('handoff_expired', { side: 'you', next: 'back_to_first_screen' }),
  },
  qr: inFlow(
    flowOf(
      {
        stage: 'offered',
        qr: pretendQr(33),
        link: 'http://localhost:7440/verify/h/Zk3mQ9xT1bN8vR5cW2yP7sLd',
        expires_at: at(175),
        extendable: true,
      },
      { way: 'other_device' },
    ),
  ),
  'app-offered': inFlow(
    flowOf(
      { stage: 'offered', qr: null, link: 'http://localhost:7440/verify/start/x', expires_at: at(175), extendable: false },
      { way: 'app' },
    ),
  ),
  'away-app': inFlow(flowOf(provider())),
  'away-app-late': inFlow(flowOf(provider({ since: -30 }))),
  'away-pc': inFlow(flowOf(provider(), { way: 'this_pc' })),
  'away-sign-in': inFlow(flowOf(provider(), { errand: { kind: 'sign_in', goal: 'link' }, way: 'this_pc' })),
  'on-phone': inFlow(flowOf(provider({ opened_on: 'iPhone · Safari' }), { way: 'other_device' })),
  checking: inFlow(flowOf({ stage: 'checking', opened_on: null })),
  digits: inFlow(flowOf(confirming(null), { way: 'other_device' })),
  'digits-shown': inFlow(flowOf(confirming('407158'), { way: 'other_device', role: 'carrier' })),
  'handing-back': inFlow(flowOf({ stage: 'handing_back' }, { way: 'app' })),
  'elsewhere-carrier': inFlow(
    flowOf({ stage: 'done', at: at(0), delivered: 'other_device' }, { way: 'other_device', role: 'carrier' }),
  ),
  'elsewhere-starter': inFlow(flowOf({ stage: 'done', at: at(0), delivered: 'other_device' }, { way: 'other_device' })),
  verified: {
    visit: visitOf({
      proof: proof('link'),
      link: { state: 'none', via: 'card' },
      steps: { card: 'done', sign_in: 'doing', link: 'todo' },
    }),
  },
  confirm: {
    visit: visitOf({
      proof: proof('link'),
      account: ACCOUNT,
      link: { state: 'none', via: 'card' },
      steps: { card: 'done', sign_in: 'done', link: 'doing' },
      can: ['link'],
    }),
  },
  relink: {
    visit: visitOf({
      proof: proof('link'),
      account: ACCOUNT,
      link: { state: 'none', via: 'card' },
      steps: { card: 'done', sign_in: 'done', link: 'doing' },
      can: ['relink'],
    }),
  },
  'relink-fresh': {
    visit: visitOf({
      proof: proof('link'),
      account: { ...ACCOUNT, fresh_until: at(300) },
      link: { state: 'none', via: 'card' },
      steps: { card: 'done', sign_in: 'done', link: 'doing' },
      can: ['relink'],
    }),
  },
  'card-taken': {
    visit: visitOf({
      proof: proof('link'),
      account: ACCOUNT,
      link: { ...(linked(-20, 'card') as Extract<LinkView, { state: 'linked' }>), account_is_mine: false },
    }),
  },
  status: { visit: visitOf({ account: ACCOUNT, link: linked(-3, 'account'), steps: DONE, can: ['unlink'] }) },
  'status-old': { visit: visitOf({ proof: proof('manage'), link: linked(-430, 'card'), steps: DONE, can: ['unlink'] }) },
  'status-locked': { path: '/my/', visit: visitOf({ account: ACCOUNT, link: linked(null, 'account'), steps: DONE }) },
  'status-none': { visit: visitOf({ proof: proof('manage'), link: { state: 'none', via: 'card' } }) },
  my: { path: '/my/' },
  'my-none': { path: '/my/', visit: visitOf({ account: ACCOUNT, link: { state: 'none', via: 'account' } }) },
  refused: { refusal: refusal('token_nonce') },
  cancelled: {
    visit: visitOf({
      flow: flowOf({ stage: 'closed', refusal: refusal('provider_cancelled', { side: 'you' }) }),
    }),
  },
  busy: {
    visit: visitOf({
      flow: flowOf({ stage: 'closed', refusal: refusal('provider_busy', { next: 'wait', retry_after_s: 45 }) }),
    }),
  },
  'other-browser': { search: '?refusal=callback_other_browser&ref=K7QF-2M9D' },
};
