// A kiosk without a shell, for looking at every screen: `/?kiosk=<scenario>`. Development only.
import type { FlowView, KioskView, LinkView, RefusalView, Stage, VisitView } from '../wire/types';
import { fakeHost } from './fake';
import { pretendQr } from './props';
import { at, DAY, flowOf, visitOf } from './scenarios';
import { Refused, Unreachable, type Host, type Kiosk, type KioskHealth, type Presence, type Wiped } from './types';

export const KIOSK: KioskView = {
  kiosk_id: 'AAAAAAAAAAAAAAAAAAAAAA',
  name: '1号機',
  place: '本郷 総合案内',
  counter: { ja: '1階の総合案内', en: 'the information desk on the ground floor' },
  heartbeat_s: 60,
};

const LINKED: LinkView = {
  state: 'linked',
  via: 'card',
  account_number: '*******789',
  account_is_mine: null,
  since: at(-200 * DAY),
  last_used_at: at(-1),
  kept: { name: null },
  frozen_since: null,
};

const HEALTHY: KioskHealth = { reach: 'ok', clock: 'ok', reader: 'ready', paper: 'ready', revoked: false };

const OFFERED: Extract<Stage, { stage: 'offered' }> = {
  stage: 'offered',
  qr: pretendQr(33),
  link: 'https://ident.example.ac.jp/verify/h/3q2-7wEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPL',
  expires_at: at(180),
  extendable: true,
};
const AT_PROVIDER: Stage = { stage: 'at_provider', since: at(0), deadline: at(900), resumable: false, opened_on: 'iPhone' };
const CONFIRMING: Stage = {
  stage: 'confirming',
  digits: null,
  digits_expire_at: at(180),
  deadline: at(600),
  tries_left: 5,
  opened_on: 'iPhone',
};
const done = (delivered: 'here' | 'other_device'): Stage => ({ stage: 'done', at: at(0), delivered });

export const refusalOf = (code: string, more: Partial<RefusalView> = {}): RefusalView => ({
  code,
  side: 'you',
  next: 'restart',
  reference: '7KQ2M4XA',
  retry_after_s: null,
  tries_left: null,
  purpose: null,
  ...more,
});

export interface KioskScenario {
  known?: KioskView | null;
  /** False on a machine without a keychain. */
  keepsKey?: boolean;
  idlePercent?: number;
  /** A person has just left. */
  wiped?: Wiped;
  health?: Partial<KioskHealth>;
  presence?: Presence;
  /** Where the flow stands once it was started. */
  stage?: Stage;
  unreachable?: 'offline' | 'server';
}

export const KIOSK_SCENARIOS: Record<string, KioskScenario> = {
  ready: {},
  fresh: { known: null },
  patient: { idlePercent: 200 },
  forgetful: { known: null, keepsKey: false },
  wiped: { wiped: { at: at(0) } },
  stopped: { health: { revoked: true } },
  offline: { health: { reach: 'offline' }, unreachable: 'offline' },
  server: { health: { reach: 'server' }, unreachable: 'server' },
  clock: { health: { clock: 'wrong' } },
  reader: { health: { reader: 'lost' }, presence: 'reader-lost' },
  paper: { health: { paper: 'out' } },
  'my-number': { presence: 'my-number' },
  student: { presence: 'felica-student' },
  transit: { presence: 'felica-transit' },
  phone: { stage: AT_PROVIDER },
  digits: { stage: CONFIRMING },
  handed: { stage: done('other_device') },
  refused: { stage: { stage: 'closed', refusal: refusalOf('provider_cancelled') } },
};

/** A host whose kiosk can be moved by hand. */
export interface FakeKioskHost extends Host {
  kiosk: Kiosk;
  /** What was asked of shell and server, in order. */
  calls: string[];
  put(presence: Presence): void;
  set(health: Partial<KioskHealth>): void;
  /** The flow moves on, as a stream would say. */
  move(stage: Stage): void;
}

export function fakeKioskHost(name: string): FakeKioskHost {
  const scenario = KIOSK_SCENARIOS[name] ?? {};
  const base = fakeHost('front');
  const calls: string[] = [];
  let health: KioskHealth = { ...HEALTHY, ...scenario.health };
  let presence: Presence = scenario.presence ?? 'none';
  let onHealth: (health: KioskHealth) => void = () => undefined;
  let onPresence: (presence: Presence) => void = () => undefined;
  let onFlow: (flow: FlowView) => void = () => undefined;
  let known = scenario.known === undefined ? KIOSK : scenario.known;
  let visit: VisitView = visitOf({ channel: 'app', kiosk: KIOSK });
  const reach = () => {
    if (scenario.unreachable) throw new Unreachable(scenario.unreachable);
  };
  const flow = (stage: Stage) => flowOf(stage, { ...visit.flow, stage, way: 'other_device' });
  return {
    ...base,
    calls,
    api: {
      ...base.api,
      context: async () => {
        reach();
        return base.api.context();
      },
      start: async (request) => {
        calls.push(`start ${request.errand.kind === 'card' ? request.errand.purpose : ''} ${request.way}`);
        reach();
        const started = flowOf(scenario.stage ?? OFFERED, { errand: request.errand, way: request.way });
        visit = { ...visit, flow: started };
        return { visit, flow: started, go: { kind: 'show_qr' } };
      },
      flow: async () => visit.flow ?? flowOf(OFFERED),
      renew: async () => flow({ ...OFFERED, expires_at: at(180) }),
      extend: async () => flow({ ...OFFERED, expires_at: at(180), extendable: false }),
      cancel: async () => {
        calls.push('cancel');
        visit = { ...visit, flow: null };
        return visit;
      },
      digits: async (_id, digits) => {
        calls.push('digits');
        if (digits !== '123456') throw new Refused(refusalOf('digits_wrong', { tries_left: 4 }));
        visit = { ...visit, link: LINKED, flow: flow(done('here')) };
        return visit;
      },
      endVisit: async () => {
        calls.push('end');
        visit = visitOf({ channel: 'app', kiosk: KIOSK });
        reach();
      },
    },
    watch: (_id, watcher) => {
      calls.push('watch');
      // As a stream that opens.
      queueMicrotask(() => watcher.opened());
      onFlow = watcher.flow;
      return () => (onFlow = () => undefined);
    },
    leave: () => calls.push('leave'),
    open: () => calls.push('open'),
    copy: async () => void calls.push('copy'),
    save: null,
    card: {
      watch: (on) => {
        onPresence = on;
        on(presence);
        return () => (onPresence = () => undefined);
      },
    },
    kiosk: {
      known: async () => ({
        kiosk: known,
        keepsKey: scenario.keepsKey ?? true,
        idlePercent: scenario.idlePercent ?? 100,
        wiped: scenario.wiped ?? null,
      }),
      enrol: async (code) => {
        calls.push(`enrol ${code}`);
        reach();
        if (code !== '3ACDEFGY') throw new Refused(refusalOf('kiosk_code_wrong'));
        known = KIOSK;
        // As the shell does: it is out of order no more.
        health = { ...health, revoked: false };
        onHealth(health);
        return KIOSK;
      },
      begin: async () => {
        calls.push('begin');
        reach();
        return visit;
      },
      wipe: async () => {
        calls.push('wipe');
        return { at: at(0) };
      },
      watch: (on) => {
        onHealth = on;
        on(health);
        return () => (onHealth = () => undefined);
      },
      print: async (lines) => void calls.push(`print ${lines.length}`),
    },
    put: (next) => {
      presence = next;
      onPresence(next);
    },
    set: (more) => {
      health = { ...health, ...more };
      onHealth(health);
    },
    move: (stage) => {
      visit = { ...visit, flow: flow(stage) };
      onFlow(visit.flow!);
    },
  };
}
