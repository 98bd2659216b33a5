import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeKioskHost, KIOSK_SCENARIOS, type FakeKioskHost } from '../host/fake-kiosk';
import { at } from '../host/scenarios';
import en from '../i18n/en.json';
import { useLanguage } from '../i18n/index.svelte';
import ja from '../i18n/ja.json';
import type { Stage, VisitView } from '../wire/types';
import KioskApp from './KioskApp.svelte';
import { Kiosk } from './kiosk.svelte';

const words = ja.kiosk;

beforeEach(() => useLanguage('ja'));

afterEach(() => {
  vi.useRealTimers();
});

async function open(scenario: string): Promise<{ host: FakeKioskHost; kiosk: Kiosk }> {
  const host = fakeKioskHost(scenario);
  const kiosk = new Kiosk(host);
  render(KioskApp, { props: { kiosk } });
  await waitFor(() => expect(kiosk.known).not.toBeUndefined());
  return { host, kiosk };
}

const button = (name: string | RegExp) => screen.getByRole('button', { name });
const press = (name: string | RegExp) => fireEvent.click(button(name));
const heading = () => screen.getByRole('heading', { level: 1 }).textContent;
const shows = (text: string) => waitFor(() => expect(heading()).toBe(text));

/** Somebody comes and chooses Japanese. */
async function begin() {
  await fireEvent.click(button(words.attract.begin_ja));
  await waitFor(() => button(words.finish));
}

/** From nobody to the QR, or wherever the scenario's flow stands. */
async function started(scenario: string, choice: 'link' | 'password' | 'lost_phone' | 'status') {
  const all = await open(scenario);
  await begin();
  await press(new RegExp(`^${words.menu[choice].title}`));
  await shows(words.menu[choice].title);
  await press(words.prepare.go);
  return all;
}

async function type(digits: string) {
  for (const digit of digits) await press(digit);
}

describe('each state', () => {
  it.each(Object.keys(KIOSK_SCENARIOS))('%s has one heading, named buttons, no link, no field and no unfilled text', async (name) => {
    await open(name);
    const look = () => {
      expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
      expect(document.body.textContent).not.toMatch(/\{\w+\}|undefined|\[object|Invalid Date|NaN/);
      for (const each of screen.getAllByRole('button')) expect(each.textContent?.trim(), each.outerHTML).not.toBe('');
      expect(document.querySelector('a, input, textarea, select, iframe')).toBeNull();
    };
    if (screen.queryAllByRole('button').length > 0) look();
    if (screen.queryByRole('button', { name: words.attract.begin_en }) === null) return;
    await press(words.attract.begin_en);
    await waitFor(() => expect(document.documentElement.lang).toBe('en'));
    look();
    expect(screen.getByRole('main').textContent).not.toMatch(/[ぁ-んァ-ン]/);
  });

  it('begins with both languages and with nobody', async () => {
    await open('ready');
    expect(button(words.attract.begin_ja).lang).toBe('ja');
    expect(button(words.attract.begin_en).lang).toBe('en');
    expect(screen.queryByRole('button', { name: words.finish })).toBeNull();
    expect(screen.getByText(/1号機/)).toBeTruthy();
  });

  it('says where the counter is on every screen, and in trouble what still works', async () => {
    for (const trouble of ['offline', 'server', 'clock'] as const) {
      await open(trouble);
      expect(screen.getByText(words.attract.trouble_ja)).toBeTruthy();
      await begin();
      await shows(words.menu.title);
      expect(screen.getByText(words.trouble[trouble].title)).toBeTruthy();
      expect(screen.queryByRole('button', { name: new RegExp(words.menu.link.title) })).toBeNull();
      await press(new RegExp(`^${words.menu.counter.title}`));
      await shows(words.counter.title);
      expect(screen.getAllByText(/1階の総合案内/).length).toBeGreaterThan(1);
      cleanup();
    }
  });

  it.each(['reader', 'paper'] as const)('without %s everything else goes on', async (trouble) => {
    await open(trouble);
    await begin();
    await shows(words.menu.title);
    expect(screen.getByText(words.trouble[trouble].title)).toBeTruthy();
    expect(button(new RegExp(`^${words.menu.link.title}`))).toBeTruthy();
  });

  it('is stopped at once when the university stops it, whoever is there', async () => {
    const { host } = await started('ready', 'link');
    await shows(ja.offered.title);
    host.set({ revoked: true });
    await waitFor(() => expect(host.calls).toContain('wipe'));
    expect(host.calls.slice(-2)).toEqual(['end', 'wipe']);
  });
});

describe('enrolment', () => {
  it('r50 takes the code on the screen, says when it is wrong, and then is a kiosk', async () => {
    const { host } = await open('fresh');
    expect(heading()).toBe(words.enrol.title);
    await type('AAAAAAAA');
    await press(words.enrol.send);
    expect((await screen.findByRole('alert')).textContent).toContain(ja.refusal.kiosk_code_wrong.title);
    await type('3ACDEFGX');
    await press(words.keys.remove);
    await type('Y');
    await press(words.enrol.send);
    await waitFor(() => expect(button(words.attract.begin_ja)).toBeTruthy());
    expect(host.calls).toEqual(['enrol AAAAAAAA', 'enrol 3ACDEFGY']);
  });
});

describe('what a person does', () => {
  it.each([
    ['link', 'link'],
    ['password', 'password'],
    ['lost_phone', 'pass'],
    ['status', 'manage'],
  ] as const)('%s shows our QR for %s, by way D and no other', async (choice, purpose) => {
    const { host } = await started('ready', choice);
    await shows(ja.offered.title);
    expect(host.calls).toEqual(['begin', `start ${purpose} other_device`]);
    expect(screen.getByRole('img', { name: ja.offered.qr_label })).toBeTruthy();
    expect(screen.getByText(/1号機 \/ 本郷 総合案内/)).toBeTruthy();
  });

  it('k11 reminds of two numbers before linking and says that none is typed here', async () => {
    await open('ready');
    await begin();
    await press(new RegExp(`^${words.menu.link.title}`));
    expect(screen.getByText(words.prepare.need_pins, { exact: false })).toBeTruthy();
    expect(screen.getByText(words.prepare.never_title)).toBeTruthy();
  });

  it('k03 shows the status after six digits on the screen, masked', async () => {
    const { host } = await started('digits', 'status');
    await shows(ja.digits.title);
    await type('000000');
    await press(ja.digits.send);
    expect((await screen.findByRole('alert')).textContent).toContain(ja.digits.wrong);
    await type('123456');
    await press(ja.digits.send);
    await shows(words.result.linked);
    expect(screen.getByText('*******789')).toBeTruthy();
    expect(host.calls.filter((call) => call === 'digits')).toHaveLength(2);
  });

  it('r53 says that a password appears on the phone alone', async () => {
    await started('handed', 'password');
    await shows(words.handed.title);
    expect(screen.getByText(words.handed.secret_title)).toBeTruthy();
  });

  it('follows the phone', async () => {
    const { host } = await started('ready', 'link');
    await shows(ja.offered.title);
    host.move({ stage: 'at_provider', since: at(0), deadline: at(900), resumable: false, opened_on: 'iPhone' });
    await shows(words.phone.title);
    host.move({ stage: 'done', at: at(0), delivered: 'other_device' });
    await shows(words.handed.title);
  });

  it('is told what happened, and begins again', async () => {
    await started('refused', 'link');
    await shows(ja.refusal.provider_cancelled.title);
    await press(words.refused.again);
    await shows(words.menu.title);
  });

  it('prints where to go, without a word about the person', async () => {
    const { host } = await open('ready');
    await begin();
    await press(new RegExp(`^${words.menu.counter.title}`));
    await press(words.counter.print);
    expect(host.calls).toEqual(['print 6']);
  });

  it('sits or stands, in either language, and the next person begins anew', async () => {
    const { kiosk } = await open('ready');
    await begin();
    await press(words.seated);
    expect(document.querySelector('.kiosk.seated')).not.toBeNull();
    await press('English');
    await waitFor(() => expect(heading()).toBe(en.kiosk.menu.title));
    await press(en.kiosk.finish);
    await waitFor(() => expect(kiosk.wipedAt).not.toBeNull());
    expect(document.documentElement.lang).toBe('ja');
    expect(document.querySelector('.kiosk.seated')).toBeNull();
    expect(localStorage.length).toBe(0);
  });
});

describe('a card', () => {
  it('my number: leads to linking with its two numbers', async () => {
    await open('my-number');
    expect(screen.getByText(words.card.my_number_title)).toBeTruthy();
    await begin();
    await shows(words.menu.link.title);
    expect(screen.getByText(words.prepare.need_pins, { exact: false })).toBeTruthy();
  });

  it('student: says what it is good for here', async () => {
    await open('student');
    await begin();
    await shows(words.menu.title);
    expect(screen.getByText(words.card.student_text)).toBeTruthy();
  });

  it('left behind: is called out until it is gone', async () => {
    const { host } = await started('ready', 'status');
    host.put('my-number');
    await press(words.finish);
    await shows(words.wiped.title);
    expect(screen.getByText(words.card.left_title, { selector: '.notice-title' })).toBeTruthy();
    await press(words.wiped.next);
    expect(screen.getByText(words.card.left_title, { selector: '.notice-title' })).toBeTruthy();
    host.put('none');
    await waitFor(() => expect(screen.queryByText(words.card.left_title, { selector: '.notice-title' })).toBeNull());
  });
});

describe('the end', () => {
  it('a29 clears the page, the visit and the shell, in this order, and says when', async () => {
    const { host, kiosk } = await started('digits', 'status');
    await shows(ja.digits.title);
    await type('123456');
    await press(ja.digits.send);
    await shows(words.result.linked);
    await press(words.finish_here);
    await shows(words.wiped.title);
    expect(screen.getByText(/消した時刻/)).toBeTruthy();
    expect(host.calls.slice(-2)).toEqual(['end', 'wipe']);
    expect(document.body.textContent).not.toContain('789');
    const { begun, choice, visit, refusal } = kiosk;
    expect({ begun, choice, visit, refusal }).toEqual({ begun: false, choice: null, visit: null, refusal: null });
    await press(words.wiped.next);
    expect(button(words.attract.begin_ja)).toBeTruthy();
  });

  it('a29 wipes without a network as well', async () => {
    const { host } = await open('offline');
    await begin();
    await press(words.finish);
    await shows(words.wiped.title);
    expect(host.calls).toEqual(['wipe']);
  });

  it('k07 drops what comes for the person before', async () => {
    const { host, kiosk } = await started('digits', 'status');
    await shows(ja.digits.title);
    let answer: (visit: VisitView) => void = () => undefined;
    const good = host.api.digits;
    host.api.digits = () => new Promise((resolve) => (answer = resolve));
    await type('123456');
    await press(ja.digits.send);
    await press(words.finish);
    expect(heading()).toBe(words.wiped.wiping);
    answer(await good('flow-1', '123456'));
    await shows(words.wiped.title);
    expect(kiosk.visit).toBeNull();
    await press(words.wiped.next);
    await begin();
    await shows(words.menu.title);
  });

  it('k07 ends a visit whose beginning came only after the person had gone', async () => {
    const { host } = await open('ready');
    let answer: () => void = () => undefined;
    const good = host.kiosk.begin;
    host.kiosk.begin = () => new Promise((resolve) => (answer = () => resolve(good())));
    await begin();
    await press(new RegExp(`^${words.menu.link.title}`));
    await press(words.prepare.go);
    await press(words.finish);
    answer();
    await shows(words.wiped.title);
    expect(host.calls.slice(-2)).toEqual(['end', 'wipe']);
    expect(host.calls.indexOf('begin')).toBeLessThan(host.calls.indexOf('end'));
  });
});

describe('nobody there', () => {
  const later = async (ms: number) => {
    await vi.advanceTimersByTimeAsync(ms);
    flushSync();
  };

  const stages: [string, Stage | null, number, number][] = [
    ['qr', null, 90, 120],
    ['handed', { stage: 'done', at: at(0), delivered: 'other_device' }, 30, 45],
  ];

  it.each(stages)('k02 at %s it asks, and then ends by itself', async (_name, stage, warn, end) => {
    vi.useFakeTimers();
    const host = fakeKioskHost('ready');
    const kiosk = new Kiosk(host);
    render(KioskApp, { props: { kiosk } });
    await later(1);
    await kiosk.begin('ja');
    kiosk.choose('link');
    await kiosk.start('link');
    if (stage !== null) host.move(stage);
    flushSync();
    await later((warn - 1) * 1000);
    expect(screen.queryByRole('alertdialog')).toBeNull();
    await later(1_500);
    expect(screen.getByRole('alertdialog', { name: words.idle.title })).toBeTruthy();
    await later((end - warn) * 1000);
    await vi.waitFor(() => expect(heading()).toBe(words.wiped.title));
    expect(host.calls.slice(-2)).toEqual(['end', 'wipe']);
    await later(8_500);
    expect(button(words.attract.begin_ja)).toBeTruthy();
  });

  it('k02 a touch says that somebody is there', async () => {
    vi.useFakeTimers();
    const host = fakeKioskHost('ready');
    const kiosk = new Kiosk(host);
    render(KioskApp, { props: { kiosk } });
    await later(1);
    await kiosk.begin('ja');
    flushSync();
    await later(61_000);
    await press(words.idle.stay);
    flushSync();
    expect(screen.queryByRole('alertdialog')).toBeNull();
    await later(59_000);
    await fireEvent.pointerDown(screen.getByRole('main'));
    flushSync();
    await later(59_000);
    await fireEvent.keyDown(document.body, { key: 'a' });
    flushSync();
    await later(59_000);
    expect(screen.queryByRole('alertdialog')).toBeNull();
    expect(kiosk.begun).toBe(true);
    await later(32_000);
    expect(kiosk.begun).toBe(false);
  });

  it('nobody at the attract screen is nothing to end', async () => {
    vi.useFakeTimers();
    const host = fakeKioskHost('ready');
    render(KioskApp, { props: { kiosk: new Kiosk(host) } });
    await later(3_600_000);
    expect(host.calls).toEqual([]);
  });
});

describe('spoken output', () => {
  it('is there where the platform can, on request, and ends with the person', async () => {
    const said: string[] = [];
    const speak = vi.fn((utterance: { text: string }) => said.push(utterance.text));
    const cancel = vi.fn();
    vi.stubGlobal('speechSynthesis', { speak, cancel });
    vi.stubGlobal('SpeechSynthesisUtterance', class {
      lang = '';
      constructor(readonly text: string) {}
    });
    const { kiosk } = await open('ready');
    await begin();
    expect(said).toEqual([]);
    await press(words.speak);
    await waitFor(() => expect(said.at(-1)).toContain(words.menu.title));
    await press(new RegExp(`^${words.menu.counter.title}`));
    await waitFor(() => expect(said.at(-1)).toContain(words.counter.bring));
    cancel.mockClear();
    await press(words.finish);
    await waitFor(() => expect(kiosk.wipedAt).not.toBeNull());
    expect(cancel).toHaveBeenCalled();
    expect(kiosk.speaking).toBe(false);
  });

  it('calls out a card that was left behind, unasked', async () => {
    const said: string[] = [];
    vi.stubGlobal('speechSynthesis', { speak: (words: { text: string }) => said.push(words.text), cancel: vi.fn() });
    vi.stubGlobal('SpeechSynthesisUtterance', class {
      lang = '';
      constructor(readonly text: string) {}
    });
    const { host } = await open('ready');
    await begin();
    host.put('felica-student');
    await press(words.finish);
    await waitFor(() => expect(said).toEqual([words.card.left_title]));
  });

  it('is not offered where the platform cannot', async () => {
    await open('ready');
    await begin();
    expect(screen.queryByRole('button', { name: words.speak })).toBeNull();
  });
});
