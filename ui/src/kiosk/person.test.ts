// What a person does at a kiosk, and what their card on the reader means.
import { screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { at } from '../host/scenarios';
import en from '../i18n/en.json';
import { useLanguage } from '../i18n/index.svelte';
import ja from '../i18n/ja.json';
import { begin, heading, open, press, shows, started, type, words } from './stage.test-support';

beforeEach(() => useLanguage('ja'));

describe('what a person does', () => {
  it.each([
    ['link', 'link'],
    ['password', 'password'],
    ['lost_phone', 'pass'],
    ['status', 'manage'],
  ] as const)('%s shows our QR for %s, by way D and no other', async (choice, purpose) => {
    const { host } = await started('ready', choice);
    await shows(ja.offered.title);
    expect(host.calls).toEqual(['begin', `start ${purpose} other_device`, 'watch']);
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
    // News of the same flow is no reason to follow it anew.
    expect(host.calls.filter((call) => call === 'watch')).toHaveLength(1);
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

  it('sits or stands, sees it large or on black, in either language, and the next person begins anew', async () => {
    const { kiosk } = await open('ready');
    await begin();
    await press(words.look.open);
    for (const name of [words.look.seated, words.look.large, words.look.contrast]) await press(name);
    await press(words.look.done);
    expect(document.querySelector('.kiosk.seated.large.contrast')).not.toBeNull();
    await press('English');
    await waitFor(() => expect(heading()).toBe(en.kiosk.menu.title));
    await press(en.kiosk.finish);
    await waitFor(() => expect(kiosk.wipedAt).not.toBeNull());
    expect(document.documentElement.lang).toBe('ja');
    expect(document.querySelector('.kiosk:is(.seated, .large, .contrast)')).toBeNull();
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
