// How a visit at a kiosk ends: by a press, by itself, and without anything left.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeKioskHost } from '../host/fake-kiosk';
import { at } from '../host/scenarios';
import { useLanguage } from '../i18n/index.svelte';
import ja from '../i18n/ja.json';
import type { Stage, VisitView } from '../wire/types';
import KioskApp from './KioskApp.svelte';
import { Kiosk } from './kiosk.svelte';
import { begin, button, heading, open, press, shows, started, type, words } from './stage.test-support';

beforeEach(() => useLanguage('ja'));

afterEach(() => {
  vi.useRealTimers();
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

  it('a29 a shell that begins anew is found by its next page, which shows the proof first', async () => {
    const { kiosk } = await open('wiped');
    await shows(words.wiped.title);
    expect(kiosk.afterPerson).toBe(true);
    await press(words.wiped.next);
    expect(button(words.attract.begin_ja)).toBeTruthy();
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

  it('k02 an office can make it wait longer', async () => {
    vi.useFakeTimers();
    const kiosk = new Kiosk(fakeKioskHost('patient'));
    render(KioskApp, { props: { kiosk } });
    await later(1);
    await kiosk.begin('ja');
    await later(119_000);
    expect(screen.queryByRole('alertdialog')).toBeNull();
    await later(2_000);
    expect(screen.getByRole('alertdialog')).toBeTruthy();
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
