import { describe, expect, it } from 'vitest';
import type { KioskHealth, Presence } from '../host/types';
import { flowOf, visitOf } from '../host/scenarios';
import { refusalOf } from '../host/fake-kiosk';
import type { LinkView, Purpose, Stage } from '../wire/types';
import { hintOf, isCard, isLeftBehind, opensLink } from './card';
import { idleAt, idleRule } from './idle';
import { CHOICES, isPersons, kioskScreen, PURPOSE, type KioskScreen, type Situation } from './screen';
import { spokenText } from './speech';
import { troublesOf } from './trouble';

const HEALTH: KioskHealth = { reach: 'ok', clock: 'ok', reader: 'ready', paper: 'ready', revoked: false };
const NONE: LinkView = { state: 'none', via: 'card' };

const situation = (more: Partial<Situation> = {}): Situation => ({
  known: { name: '1号機' },
  health: HEALTH,
  enrolling: false,
  begun: true,
  choice: null,
  visit: null,
  refusal: null,
  wiping: false,
  wipedAt: null,
  ...more,
});

const name = (more: Partial<Situation> = {}) => kioskScreen(situation(more)).name;

const inFlow = (stage: Stage, purpose: Purpose = 'manage', link: LinkView | null = null) =>
  name({ visit: visitOf({ link, flow: flowOf(stage, { errand: { kind: 'card', purpose } }) }) });

const STAGES = {
  offered: { stage: 'offered', qr: null, link: null, expires_at: '', extendable: true },
  at_provider: { stage: 'at_provider', since: '', deadline: '', resumable: false, opened_on: null },
  checking: { stage: 'checking', opened_on: null },
  confirming: { stage: 'confirming', digits: null, digits_expire_at: '', deadline: '', tries_left: 5, opened_on: '' },
  here: { stage: 'done', at: '', delivered: 'here' },
  elsewhere: { stage: 'done', at: '', delivered: 'other_device' },
  closed: { stage: 'closed', refusal: refusalOf('flow_cancelled') },
} satisfies Record<string, Stage>;

const SCREENS: KioskScreen['name'][] = [
  'starting', 'enrol', 'stopped', 'attract', 'menu', 'counter', 'prepare', 'qr', 'phone', 'digits', 'handed', 'result',
  'refused', 'wiping', 'wiped',
];

describe('the screen of a kiosk', () => {
  it('is the enrolment until there is a kiosk, and the stop when it was stopped', () => {
    expect(name({ known: undefined })).toBe('starting');
    expect(name({ known: null })).toBe('enrol');
    expect(name({ health: { ...HEALTH, revoked: true } })).toBe('stopped');
  });

  it('asks for the language before anything else', () => {
    expect(name({ begun: false, choice: 'link' })).toBe('attract');
    expect(name()).toBe('menu');
  });

  it.each(CHOICES)('leads from %s to what is needed for it', (choice) => {
    expect(name({ choice })).toBe(choice === 'counter' ? 'counter' : 'prepare');
  });

  it('follows the flow', () => {
    expect(inFlow(STAGES.offered)).toBe('qr');
    expect(inFlow(STAGES.at_provider)).toBe('phone');
    expect(inFlow(STAGES.checking)).toBe('phone');
    expect(inFlow(STAGES.confirming)).toBe('digits');
    expect(inFlow(STAGES.closed)).toBe('refused');
  });

  it('k11 shows a result only when it was delivered here', () => {
    expect(inFlow(STAGES.here, 'manage', NONE)).toBe('result');
    expect(inFlow(STAGES.elsewhere, 'manage', NONE)).toBe('handed');
    expect(inFlow(STAGES.here, 'manage', null)).toBe('handed');
    for (const purpose of [PURPOSE.link, PURPOSE.password, PURPOSE.lost_phone]) {
      expect(inFlow(STAGES.elsewhere, purpose), purpose).toBe('handed');
    }
  });

  it('k07 puts the end before everything that may still come', () => {
    const late = { visit: visitOf({ link: NONE, flow: flowOf(STAGES.here) }), refusal: refusalOf('flow_expired') };
    expect(name({ ...late, wiping: true })).toBe('wiping');
    expect(name({ ...late, wipedAt: '2026-11-21T05:03:22Z' })).toBe('wiped');
    expect(name({ ...late, begun: false })).toBe('attract');
  });

  it('gives every screen of a person a way to finish', () => {
    expect(SCREENS.filter(isPersons)).toEqual([
      'menu', 'counter', 'prepare', 'qr', 'phone', 'digits', 'handed', 'result', 'refused',
    ]);
  });
});

describe('the clock of a kiosk', () => {
  it('k02 warns at a QR after 90 seconds and ends after 120', () => {
    expect(idleAt('qr', 89_999)).toEqual({ state: 'active' });
    expect(idleAt('qr', 90_000)).toEqual({ state: 'warn', left: 30 });
    expect(idleAt('qr', 119_999)).toEqual({ state: 'warn', left: 1 });
    expect(idleAt('qr', 120_000)).toEqual({ state: 'end' });
  });

  it.each(['result', 'handed'] as const)('k02 warns at %s after 30 seconds and ends after 45', (screen) => {
    expect(idleAt(screen, 29_999).state).toBe('active');
    expect(idleAt(screen, 30_000)).toEqual({ state: 'warn', left: 15 });
    expect(idleAt(screen, 45_000).state).toBe('end');
  });

  it('k02 knows an end for every screen of a person, and for no other', () => {
    for (const screen of SCREENS) {
      const rule = idleRule(screen);
      expect(rule !== null, screen).toBe(isPersons(screen));
      if (rule !== null) expect(rule.end - rule.warn, screen).toBeGreaterThanOrEqual(15);
      expect(idleAt(screen, 86_400_000).state, screen).toBe(rule === null ? 'active' : 'end');
    }
  });
});

describe('a card on the reader', () => {
  const all: Presence[] = ['none', 'my-number', 'felica-student', 'felica-transit', 'other', 'reader-lost'];

  it('is told what it is good for, as long as nothing has been begun', () => {
    const hints = all.map((presence) => hintOf(presence, 'menu'));
    expect(hints).toEqual([null, 'my_number', 'student', 'wrong_card', 'wrong_card', null]);
    for (const screen of ['qr', 'phone', 'digits', 'result'] as const) {
      expect(all.every((presence) => hintOf(presence, screen) === null), screen).toBe(true);
    }
  });

  it('begins linking at the menu, and only there, and only a My Number Card', () => {
    expect(all.filter((presence) => opensLink(presence, 'menu'))).toEqual(['my-number']);
    expect(SCREENS.filter((screen) => opensLink('my-number', screen))).toEqual(['menu']);
  });

  it('is called out when the person has gone', () => {
    expect(all.filter(isCard)).toEqual(['my-number', 'felica-student', 'felica-transit', 'other']);
    expect(isLeftBehind('my-number', 'wiped', true)).toBe(true);
    expect(isLeftBehind('felica-student', 'attract', true)).toBe(true);
    expect(isLeftBehind('my-number', 'attract', false), 'laid down by somebody who comes').toBe(false);
    expect(isLeftBehind('none', 'wiped', true)).toBe(false);
  });
});

describe('trouble', () => {
  const of = (more: Partial<KioskHealth>) => troublesOf({ ...HEALTH, ...more });

  it('without network, server or the right time nothing with a card can be begun', () => {
    expect(of({ reach: 'offline' })).toEqual({ flows: false, list: ['offline'] });
    expect(of({ reach: 'server' })).toEqual({ flows: false, list: ['server'] });
    expect(of({ clock: 'wrong' })).toEqual({ flows: false, list: ['clock'] });
    expect(troublesOf(HEALTH, 'server'), 'met by a call').toEqual({ flows: false, list: ['server'] });
  });

  it('without reader or paper everything else goes on', () => {
    expect(of({ reader: 'lost', paper: 'out' })).toEqual({ flows: true, list: ['reader', 'paper'] });
    expect(of({ reader: 'absent', paper: 'absent' })).toEqual({ flows: true, list: [] });
  });
});

describe('what is read aloud', () => {
  it('k03 leaves out what is private and what is only for the eye', () => {
    const root = document.createElement('main');
    root.innerHTML =
      '<h1>連携</h1><p>確かめます。</p><div data-private><dl>*******789</dl></div>' +
      '<svg><title>絵</title></svg><span aria-hidden="true">…</span><button>終わる</button>';
    expect(spokenText(root)).toBe('連携。 確かめます。 終わる。');
  });
});
