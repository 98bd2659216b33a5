// One state per screen, with invented people. Development only.
import type { Capability } from '../flow/way';
import { pretendQr } from './props';
import type {
  ActStage,
  ActView,
  FlowView,
  HandoffView,
  LinkView,
  ProofView,
  Purpose,
  RefusalView,
  IssuedView,
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
  /** A secret issued to this very page. */
  issued?: IssuedView;
  /** The rescue and notice pages, by what they tell. */
  variant?: string;
}

export const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
export const DAY = 86_400;

const ORIGIN = { place: null, device: 'Windows · Chrome', at: at(-40) };

export const KIOSK_ORIGIN = { place: '1号機 / 本郷 総合案内', device: 'kiosk', at: at(-40) };

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
    kiosk: null,
    expires_at: at(1800),
    proof: null,
    account: null,
    link: null,
    flow: null,
    act: null,
    under_way: null,
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
const DONE = { card: 'done', sign_in: 'done', link: 'done' } as const;
const ACCOUNT = { number: '0123456789', user_name: '0123456789@utac.u-tokyo.ac.jp', fresh_until: null };
const linked = (last: number | null, via: 'card' | 'account'): LinkView => ({
  state: 'linked',
  account_number: ACCOUNT.number,
  account_is_mine: via === 'account' ? true : null,
  since: at(-500 * DAY),
  last_used_at: last === null ? null : at(last * DAY),
  kept: { name: '髙﨑 吉右衛門' },
  frozen_since: null,
  via,
});
const LINKED = linked(-3, 'card') as Extract<LinkView, { state: 'linked' }>;

export function actOf(stage: ActStage, kind: ActView['kind'] = 'pass'): ActView {
  return {
    id: 'act-1',
    kind,
    account_number: ACCOUNT.number,
    user_name: ACCOUNT.user_name,
    receipt: 'R7K2-9QXM',
    asked_at: at(-20),
    deadline: at(690),
    stage,
  };
}
const waiting = (seconds: number, ahead: number, cause: 'queue' | 'throttled' = 'queue'): ActStage => ({
  stage: 'waiting',
  not_before: at(seconds),
  ahead,
  cause,
});
const done = (ends: number | null): ActStage => ({ stage: 'done', at: at(-5), ends_at: ends === null ? null : at(ends) });
const withAct = (act: ActView): Scenario => ({ visit: visitOf({ link: LINKED, act, steps: DONE }) });
const proved = (purpose: Purpose, more: Partial<VisitView> = {}): Scenario => ({
  visit: visitOf({ proof: proof(purpose), link: LINKED, steps: DONE, ...more }),
});
const issuedOf = (kind: ActView['kind']): IssuedView => ({
  act: actOf(done(kind === 'pass' ? 3590 : null), kind),
  // Invented, like everything here.
  secret: kind === 'pass' ? 'Nw7+kD3&Oq0' : 'Haru-1lO0-Kaze!82',
  once: kind === 'pass',
});
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

const mine = (path: string): Scenario => ({
  path,
  visit: visitOf({ account: ACCOUNT, link: linked(-3, 'account'), steps: DONE, can: ['history', 'contacts', 'unlink'] }),
});
const clerk = (): Scenario => ({
  path: '/office/',
  visit: visitOf({ account: { ...ACCOUNT, number: '9000000001' }, can: ['office'] }),
});

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
  'handoff-kiosk': { path: '/verify/h/abc', variant: 'kiosk' },
  'digits-shown-kiosk': inFlow(
    flowOf(confirming('407158'), {
      way: 'other_device',
      role: 'carrier',
      origin: KIOSK_ORIGIN,
      errand: { kind: 'card', purpose: 'manage' },
    }),
  ),
  'kiosk-left': inFlow(
    flowOf(confirming(null), {
      way: 'other_device',
      role: 'carrier',
      origin: KIOSK_ORIGIN,
      errand: { kind: 'card', purpose: 'manage' },
    }),
  ),
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
  guide: { path: '/verify/guide/' },
  'guide-card': { path: '/verify/guide/', search: '?answers=trouble:method_lost,other_method:no' },
  'guide-ways': { path: '/verify/guide/', search: '?answers=trouble:method_lost,other_method:no,card:yes' },
  'guide-both': { path: '/verify/guide/', search: '?answers=trouble:both_lost,card:yes' },
  'guide-none': { path: '/verify/guide/', search: '?answers=trouble:left,card:no,former:staff' },
  'prepare-pass': { search: '?go=pass' },
  'prepare-password': { search: '?go=password' },
  'prepare-salvage': { search: '?go=salvage' },
  'prepare-alumni': { search: '?go=alumni' },
  'alumni-not-yet': { search: '?go=alumni', variant: 'no-alumni' },
  'ask-pass': proved('pass', { can: ['issue_pass'] }),
  'ask-password': proved('password', { can: ['issue_password'] }),
  'ask-other': proved('pass', {
    can: ['issue_pass'],
    under_way: { kind: 'pass', since: at(-50), device: 'Android · Chrome' },
  }),
  'ask-frozen': proved('pass', { link: { ...LINKED, frozen_since: at(-3600) } }),
  wait: withAct(actOf(waiting(95, 37))),
  'wait-throttled': withAct(actOf(waiting(20, 0, 'throttled'), 'password')),
  'wait-ready': withAct(actOf(waiting(-1, 0))),
  working: withAct(actOf({ stage: 'working', since: at(-3) })),
  unknown: withAct(actOf({ stage: 'unknown', again_at: at(25) })),
  'unknown-ready': withAct(actOf({ stage: 'unknown', again_at: at(-1) }, 'password')),
  pass: { ...withAct(issuedOf('pass').act), issued: issuedOf('pass') },
  password: { ...withAct(issuedOf('password').act), issued: issuedOf('password') },
  'after-pass': withAct(actOf(done(3000))),
  'after-pass-safe': { ...withAct(actOf(done(-10))), variant: 'safe' },
  'after-password': withAct(actOf(done(null), 'password')),
  'act-refused': withAct(
    actOf({ stage: 'closed', refusal: refusal('second_method_missing', { side: 'you', next: 'pass_first' }) }, 'password'),
  ),
  identify: { path: '/my/history/' },
  contacts: mine('/my/contacts/'),
  'contacts-none': { ...mine('/my/contacts/'), variant: 'none' },
  'contacts-pending': { ...mine('/my/contacts/'), variant: 'pending' },
  'contacts-closed': { ...mine('/my/contacts/'), variant: 'closed' },
  history: mine('/my/history/'),
  'history-none': { ...mine('/my/history/'), variant: 'none' },
  receipt: { ...mine('/my/history/'), search: '?receipt=R7K2-9QXM' },
  notice: { path: '/verify/notice/abc' },
  'notice-none': { path: '/verify/notice/abc', variant: 'none' },
  'notice-frozen': { path: '/verify/notice/abc', variant: 'frozen' },
  'status-frozen': proved('manage', { link: { ...LINKED, frozen_since: at(-3600) }, can: ['unfreeze', 'unlink', 'history'] }),
  'status-full': proved('manage', {
    can: ['unlink', 'freeze', 'history', 'contacts'],
    under_way: { kind: 'password', since: at(-50), device: 'Android · Chrome' },
  }),
  salvage: proved('salvage', { can: ['salvage'] }),
  'salvage-code': { ...proved('salvage', { can: ['salvage'] }), variant: 'code' },
  'salvage-applied': { ...proved('salvage'), variant: 'applied' },
  'salvage-again': { ...proved('salvage', { can: ['salvage'] }), variant: 'again' },
  'salvage-over': { ...proved('salvage'), variant: 'over' },
  alumni: proved('alumni', { can: ['alumni'] }),
  'office-front': { path: '/office/' },
  'office-no-role': { path: '/office/', visit: visitOf({ account: ACCOUNT, link: linked(-3, 'account') }) },
  kiosks: { ...clerk(), search: '?list=kiosks' },
  'kiosks-stale': { ...clerk(), search: '?list=kiosks', variant: 'stale' },
  'kiosks-none': { ...clerk(), search: '?list=kiosks', variant: 'none' },
  office: clerk(),
  'office-stale': { ...clerk(), search: '?receipt=S3M8-4TQA', variant: 'stale' },
  'office-stopped': { ...clerk(), search: '?receipt=S3M8-4TQA', variant: 'stopped' },
  'office-none': { ...clerk(), variant: 'none' },
  'office-case': { ...clerk(), search: '?receipt=S3M8-4TQA' },
  'other-browser': { search: '?refusal=callback_other_browser&ref=K7QF-2M9D' },
};
