import { describe, expect, it } from 'vitest';
import { actOf, flowOf, SCENARIOS, visitOf } from '../host/scenarios';
import type { ActStage, FlowView, LinkView, ProofView, RefusalView, Stage, VisitView } from '../wire/types';
import { parseRoute } from './route';
import { screenFor, type Situation } from './screen';

const AT = '2026-11-20T00:00:00Z';
const REFUSAL: RefusalView = {
  code: 'provider_cancelled',
  side: 'you',
  next: 'restart',
  reference: 'R1',
  retry_after_s: null,
  tries_left: null,
  purpose: 'link',
};
const PROOF: ProofView = { purpose: 'link', name: '山田', expires_at: AT };
const MANAGE: ProofView = { purpose: 'manage', name: null, expires_at: AT };
const ACCOUNT = { number: '0123456789', user_name: '0123456789@utac.u-tokyo.ac.jp', fresh_until: null };
const NONE: LinkView = { state: 'none', via: 'card' };
const linked = (mine: boolean | null): LinkView => ({
  state: 'linked',
  via: 'card',
  account_number: '0123456789',
  account_is_mine: mine,
  since: AT,
  last_used_at: null,
  kept: { name: null },
  frozen_since: null,
});

const situation = (more: Partial<Situation> & { at?: string } = {}): Situation => {
  const url = new URL(more.at ?? '/verify/', 'https://ident.example');
  return {
    ready: true,
    reach: 'ok',
    route: parseRoute(url.pathname, url.search),
    visit: null,
    ended: false,
    refusal: null,
    wantsRelink: false,
    just: null,
    issued: null,
    settled: null,
    alumniOpen: true,
    ...more,
  };
};
const shown = (more: Parameters<typeof situation>[0]) => screenFor(situation(more)).name;

const STAGES: Record<Stage['stage'], Stage> = {
  offered: { stage: 'offered', qr: { size: 1, path: '' }, link: 'x', expires_at: AT, extendable: true },
  at_provider: { stage: 'at_provider', since: AT, deadline: AT, resumable: true, opened_on: null },
  checking: { stage: 'checking', opened_on: null },
  confirming: {
    stage: 'confirming',
    digits: null,
    digits_expire_at: AT,
    deadline: AT,
    tries_left: 5,
    opened_on: 'iPhone',
  },
  handing_back: { stage: 'handing_back' },
  done: { stage: 'done', at: AT, delivered: 'other_device' },
  closed: { stage: 'closed', refusal: REFUSAL },
};

describe('a running flow decides the screen', () => {
  const rows: Array<[Stage['stage'], FlowView['way'], FlowView['role'], string]> = [
    ['offered', 'other_device', 'starter', 'offered'],
    ['offered', 'app', 'starter', 'offered'],
    ['at_provider', 'this_phone', 'starter', 'away'],
    ['at_provider', 'this_pc', 'starter', 'away'],
    ['at_provider', 'app', 'starter', 'away'],
    ['at_provider', 'other_device', 'starter', 'on_phone'],
    ['at_provider', 'other_device', 'carrier', 'away'],
    ['checking', 'other_device', 'starter', 'checking'],
    ['checking', 'this_phone', 'starter', 'checking'],
    ['confirming', 'other_device', 'starter', 'digits_entry'],
    ['confirming', 'other_device', 'carrier', 'digits_shown'],
    ['handing_back', 'app', 'starter', 'handing_back'],
    ['done', 'other_device', 'carrier', 'done_elsewhere'],
    ['done', 'other_device', 'starter', 'done_elsewhere'],
    ['closed', 'this_phone', 'starter', 'refused'],
    ['closed', 'other_device', 'carrier', 'refused'],
  ];
  it.each(rows)('%s by %s as %s shows %s', (stage, way, role, screen) => {
    const visit = visitOf({ flow: flowOf(STAGES[stage], { way, role }) });
    expect(shown({ visit })).toBe(screen);
    expect(shown({ visit, at: '/my/' }), 'the state comes from the visit, not from the address').toBe(screen);
    expect(shown({ visit, at: '/verify/?go=link' })).toBe(screen);
  });

  it('a flow delivered here gives way to what it brought', () => {
    const done: Stage = { stage: 'done', at: AT, delivered: 'here' };
    expect(shown({ visit: visitOf({ flow: flowOf(done), proof: PROOF, link: NONE }) })).toBe('sign_in_step');
  });

  it('help stays readable while a flow is running', () => {
    expect(shown({ visit: visitOf({ flow: flowOf(STAGES.at_provider) }), at: '/help/' })).toBe('help');
  });

  it('a hand-off page shows the flow to the phone that carries it and to nobody else', () => {
    const flow = flowOf(STAGES.at_provider, { way: 'other_device' });
    expect(shown({ visit: visitOf({ flow }), at: '/verify/h/abc' })).toBe('handoff');
    expect(shown({ visit: visitOf({ flow: { ...flow, role: 'carrier' } }), at: '/verify/h/abc' })).toBe('away');
  });
});

describe('what was proved decides the screen when no flow is running', () => {
  const rows: Array<[string, Partial<VisitView>, string]> = [
    ['nothing', {}, 'front'],
    ['a card, not linked', { proof: PROOF, link: NONE }, 'sign_in_step'],
    ['a card, link unknown', { proof: PROOF }, 'sign_in_step'],
    ['a card linked already', { proof: PROOF, link: linked(null) }, 'status'],
    ['a card and an account', { proof: PROOF, account: ACCOUNT, link: NONE, can: ['link'] }, 'confirm_link'],
    ['a card and an account with another card', { proof: PROOF, account: ACCOUNT, link: NONE, can: ['relink'] }, 'relink'],
    ['the same, seen by the account', { proof: PROOF, account: ACCOUNT, link: linked(true), can: ['relink'] }, 'relink'],
    ['a card of another account', { proof: PROOF, account: ACCOUNT, link: linked(false) }, 'card_taken'],
    ['card and account linked to each other', { proof: PROOF, account: ACCOUNT, link: linked(true) }, 'status'],
    ['a card checked to see the link', { proof: MANAGE, link: linked(null) }, 'status'],
    ['the same without a link', { proof: MANAGE, link: NONE }, 'status'],
    ['an account', { account: ACCOUNT, link: NONE }, 'status'],
    ['an account, link unknown', { account: ACCOUNT }, 'front'],
    ['a card whose check has run out, linked', { link: linked(null) }, 'status'],
    ['a card whose check has run out, not linked', { link: NONE }, 'status'],
  ];
  it.each(rows)('%s', (_case, visit, screen) => {
    expect(shown({ visit: visitOf(visit) })).toBe(screen);
  });

  it('a second sign-in on the way to a link, which returns to /my/, goes on with the link', () => {
    const visit = visitOf({ proof: PROOF, account: ACCOUNT, link: NONE, can: ['relink'] });
    expect(shown({ visit, at: '/my/' })).toBe('relink');
    expect(shown({ visit: visitOf({ account: ACCOUNT, link: NONE }), at: '/my/' })).toBe('status');
  });

  it('the done page needs the link itself, not only the wish', () => {
    expect(shown({ just: 'linked', visit: visitOf({ account: ACCOUNT, link: linked(true) }) })).toBe('done');
    expect(shown({ just: 'linked', visit: visitOf({ account: ACCOUNT, link: NONE, proof: PROOF }) })).not.toBe('done');
    expect(shown({ just: null, visit: visitOf({ account: ACCOUNT, link: linked(true) }) })).toBe('status');
  });

  it('unlinked is said only when the link is gone', () => {
    expect(shown({ just: 'unlinked', visit: visitOf({ link: NONE }) })).toBe('unlinked');
    expect(shown({ just: 'unlinked', visit: visitOf({ proof: MANAGE, link: linked(null) }) })).toBe('status');
  });

  it('who asked to replace the old card is asked once more before it happens', () => {
    const visit = visitOf({ proof: PROOF, account: ACCOUNT, link: NONE, can: ['link'] });
    expect(shown({ visit, wantsRelink: true })).toBe('relink');
  });
});

const ACTS: Record<ActStage['stage'], ActStage> = {
  waiting: { stage: 'waiting', not_before: AT, ahead: 1, cause: 'queue' },
  working: { stage: 'working', since: AT },
  unknown: { stage: 'unknown', again_at: AT },
  done: { stage: 'done', at: AT, ends_at: AT },
  closed: { stage: 'closed', refusal: REFUSAL },
};
const proofFor = (purpose: ProofView['purpose']): ProofView => ({ purpose, name: null, expires_at: AT });

describe('an act', () => {
  const rows: Array<[ActStage['stage'], string, string]> = [
    ['waiting', 'issue_wait', 'issue_wait'],
    ['working', 'issue_work', 'issue_work'],
    ['unknown', 'issue_unknown', 'issue_unknown'],
    ['done', 'after_pass', 'after_password'],
    ['closed', 'refused', 'refused'],
  ];
  it.each(rows)('%s shows %s or %s', (stage, pass, password) => {
    const of = (kind: 'pass' | 'password') => visitOf({ act: actOf(ACTS[stage], kind), link: linked(null) });
    expect(shown({ visit: of('pass') })).toBe(pass);
    expect(shown({ visit: of('password') })).toBe(password);
    expect(shown({ visit: of('pass'), at: '/verify/?go=front' }), 'the front page is always there').toBe('front');
  });

  it.each(['waiting', 'working', 'unknown'] as const)('%s comes before a proof and before another start', (stage) => {
    const visit = visitOf({ act: actOf(ACTS[stage]), proof: proofFor('password'), link: linked(null) });
    expect(shown({ visit })).toMatch(/^issue_(wait|work|unknown)$/);
    expect(shown({ visit, at: '/verify/?go=pass' })).toMatch(/^issue_(wait|work|unknown)$/);
  });

  it('that is over gives way to a new proof, a new start and to whoever has put it away', () => {
    const act = actOf(ACTS.done);
    expect(shown({ visit: visitOf({ act, proof: proofFor('password'), link: linked(null) }) })).toBe('issue_ask');
    expect(shown({ visit: visitOf({ act, link: linked(null) }), at: '/verify/?go=password' })).toBe('prepare');
    expect(shown({ visit: visitOf({ act, link: linked(null) }), settled: act.id })).toBe('status');
  });

  it('closed says which purpose to begin again with', () => {
    const visit = visitOf({ act: actOf(ACTS.closed, 'password'), link: linked(null) });
    expect(screenFor(situation({ visit }))).toMatchObject({ name: 'refused', refusal: { purpose: 'password' } });
  });

  it('that has just brought a secret shows it, but never over a refusal or on a page of its own address', () => {
    const issued = SCENARIOS.pass!.issued!;
    const visit = SCENARIOS.pass!.visit!;
    expect(shown({ visit, issued })).toBe('pass_issued');
    expect(shown({ visit, issued: SCENARIOS.password!.issued! })).toBe('password_issued');
    expect(shown({ visit, issued, refusal: REFUSAL })).toBe('refused');
    expect(shown({ visit, issued, at: '/help/' })).toBe('help');
    expect(shown({ visit, issued, at: '/verify/guide/' })).toBe('guide');
    expect(shown({ visit, issued, reach: 'offline' })).toBe('pass_issued');
  });
});

describe('a proof', () => {
  const rows: Array<[ProofView['purpose'], LinkView, string]> = [
    ['pass', linked(null), 'issue_ask'],
    ['password', linked(null), 'issue_ask'],
    ['salvage', linked(null), 'salvage'],
    ['alumni', linked(null), 'alumni'],
    ['manage', linked(null), 'status'],
    ['pass', NONE, 'refused'],
    ['password', NONE, 'refused'],
    ['salvage', NONE, 'refused'],
    ['alumni', NONE, 'refused'],
    ['manage', NONE, 'status'],
  ];
  it.each(rows)('for %s with %o shows %s', (purpose, link, screen) => {
    const visit = visitOf({ proof: proofFor(purpose), link });
    expect(shown({ visit })).toBe(screen);
  });

  it('for a pass on a frozen link says so, and how to lift it', () => {
    const link = { ...linked(null), frozen_since: AT } as LinkView;
    const screen = screenFor(situation({ visit: visitOf({ proof: proofFor('pass'), link }) }));
    expect(screen).toMatchObject({ name: 'refused', refusal: { code: 'link_frozen' } });
  });

  it('at hand is not asked for again by the address that asks for it', () => {
    const visit = visitOf({ proof: proofFor('pass'), link: linked(null) });
    expect(shown({ visit, at: '/verify/?go=pass' })).toBe('issue_ask');
    expect(shown({ visit, at: '/verify/?go=password' })).toBe('prepare');
  });

  it('that is used up leaves the rescue and alumni pages open', () => {
    const flow = (purpose: 'salvage' | 'alumni' | 'manage') =>
      flowOf({ stage: 'done', at: AT, delivered: 'here' }, { errand: { kind: 'card', purpose } });
    const after = (purpose: 'salvage' | 'alumni' | 'manage') =>
      shown({ visit: visitOf({ flow: flow(purpose), link: linked(null) }) });
    expect([after('salvage'), after('alumni'), after('manage')]).toEqual(['salvage', 'alumni', 'status']);
    // What was issued before is not what this check was for.
    const act = actOf(ACTS.done);
    expect(shown({ visit: visitOf({ act, flow: flow('manage'), link: linked(null) }) })).toBe('status');
  });
});

describe('pages of an account', () => {
  it.each(['/my/history/', '/my/contacts/'])('%s is for whoever has proved it', (at) => {
    expect(shown({ at })).toBe('identify');
    expect(shown({ at, visit: visitOf({}) })).toBe('identify');
    expect(shown({ at, visit: visitOf({ can: ['history', 'contacts'] }) })).toBe(at.split('/')[2]);
  });

  it('the office is for whoever has the role', () => {
    expect(shown({ at: '/office/', visit: visitOf({ account: ACCOUNT }) })).toBe('office_front');
    expect(shown({ at: '/office/', visit: visitOf({ account: ACCOUNT, can: ['office'] }) })).toBe('office');
    expect(shown({ at: '/office/?list=kiosks', visit: visitOf({ account: ACCOUNT, can: ['office'] }) })).toBe('kiosks');
  });

  it('the alumni service is not promised where there is none', () => {
    expect(shown({ at: '/verify/?go=alumni', alumniOpen: false })).toBe('alumni_not_yet');
    expect(shown({ at: '/verify/?go=alumni' })).toBe('prepare');
  });

  it('a notice can be answered whatever else is under way', () => {
    const visit = visitOf({ flow: flowOf(STAGES.at_provider), act: actOf(ACTS.waiting) });
    expect(shown({ at: '/verify/notice/abc', visit })).toBe('notice');
    expect(shown({ at: '/verify/notice/abc', ended: true })).toBe('notice');
  });
});

describe('addresses', () => {
  const rows: Array<[string, string]> = [
    ['/', 'front'],
    ['/verify/', 'front'],
    ['/verify', 'front'],
    ['/verify/?go=link', 'prepare'],
    ['/verify/?go=manage', 'prepare'],
    ['/verify/?go=https://evil.example', 'front'],
    ['/verify/h/AbC-_1', 'handoff'],
    ['/verify/h/%22%3E', 'not_found'],
    ['/verify/start/AbC', 'handoff'],
    ['/my/', 'my_front'],
    ['/help/', 'help'],
    ['/office/', 'office_front'],
    ['/office/?list=kiosks', 'office_front'],
    ['/office/?receipt=S3M8-4TQA', 'office_front'],
    ['/my/history/', 'identify'],
    ['/my/contacts/', 'identify'],
    ['/my/secrets/', 'not_found'],
    ['/verify/guide/', 'guide'],
    ['/verify/guide/?answers=trouble:left', 'guide'],
    ['/verify/notice/AbC-_1', 'notice'],
    ['/verify/notice/', 'not_found'],
    ['/verify/?go=front', 'front'],
    ['/verify/?go=pass', 'prepare'],
    ['/verify/?go=alumni', 'prepare'],
    ['/verify/h/a/b', 'not_found'],
    ['/verify/?refusal=callback_other_browser&ref=R-1', 'refused'],
    ['/verify/?refusal=%3Cb%3E', 'front'],
  ];
  it.each(rows)('%s shows %s', (at, screen) => {
    expect(shown({ at })).toBe(screen);
  });

  it('a refusal in the address does not hide what the visit is doing', () => {
    const visit = visitOf({ flow: flowOf(STAGES.at_provider) });
    expect(shown({ visit, at: '/verify/?refusal=callback_late' })).toBe('away');
  });

  it('a reference that is not one of ours is not shown', () => {
    const screen = screenFor(situation({ at: '/verify/?refusal=callback_late&ref=<img>' }));
    expect(screen).toMatchObject({ name: 'refused', refusal: { reference: '' } });
  });
});

describe('interruptions', () => {
  it('before the first answer', () => {
    expect(shown({ ready: false })).toBe('loading');
    expect(shown({ ready: false, reach: 'offline' })).toBe('unreachable');
  });

  it('a lost network does not take the screen away', () => {
    expect(shown({ reach: 'offline', visit: visitOf({ proof: PROOF, link: NONE }) })).toBe('sign_in_step');
  });

  it('an ended visit is told once, and not over a new one', () => {
    expect(shown({ ended: true })).toBe('session_ended');
    expect(shown({ ended: true, visit: visitOf({}) })).toBe('front');
  });

  it('a refused act is told before anything else', () => {
    expect(shown({ refusal: REFUSAL, visit: visitOf({ proof: PROOF, link: NONE }) })).toBe('refused');
  });

  it('who said no on the phone is told so', () => {
    expect(screenFor(situation({ just: 'reported', at: '/verify/h/abc' }))).toEqual({
      name: 'handoff_declined',
      reported: true,
    });
  });
});
