import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import App from './App.svelte';
import { Refused, Unreachable } from './host';
import { fakeHost, issuedIn } from './host/fake';
import { SCENARIOS, visitOf } from './host/scenarios';
import { chooseLanguage, useLanguage } from './i18n/index.svelte';
import ja from './i18n/ja.json';
import { router } from './router.svelte';
import { Session } from './session.svelte';
import type { RefusalView } from './wire/types';

beforeEach(() => useLanguage('ja'));

async function open(scenario: string) {
  const host = fakeHost(scenario);
  router.route = { page: 'unknown' };
  router.begin(host.address);
  const session = new Session(host);
  await session.begin();
  session.issued = issuedIn(scenario);
  render(App, { props: { session } });
  return { session, host };
}

const button = (name: RegExp) => screen.getByRole('button', { name });
const heading = () => screen.getByRole('heading', { level: 1 }).textContent;
const refusal = (code: string, more: Partial<RefusalView> = {}): RefusalView => ({
  code,
  side: 'you',
  next: 'retry',
  reference: 'REF-1',
  retry_after_s: null,
  tries_left: null,
  purpose: null,
  ...more,
});

describe('every screen', () => {
  it.each(Object.keys(SCENARIOS))('%s has one heading, a title and no unfilled text', async (name) => {
    await open(name);
    await waitFor(() => expect(heading()).not.toBe(ja.title.loading));
    expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
    expect(document.title).not.toBe('');
    const text = document.body.textContent ?? '';
    expect(text).not.toMatch(/\{\w+\}|undefined|\[object|Invalid Date|NaN/);
    await chooseLanguage('en');
    await waitFor(() => expect(document.documentElement.lang).toBe('en'));
    const english = document.querySelector('main')?.textContent ?? '';
    expect(english, 'a text key shown as such').not.toMatch(/\b(refusal|screen|title)\.\w+/);
  });

  it.each(Object.keys(SCENARIOS))('%s never asks for a PIN', async (name) => {
    await open(name);
    await waitFor(() => expect(heading()).not.toBe(ja.title.loading));
    const fields = [...document.querySelectorAll('input')].filter(
      (field) => !['radio', 'checkbox', 'hidden', 'email'].includes(field.type),
    );
    // What a clerk calls a kiosk, and where it stands.
    if (name.startsWith('kiosks') && fields.length > 0) {
      expect(fields.map((field) => field.labels?.[0]?.textContent)).toEqual([ja.kiosks.name, ja.kiosks.place]);
      return;
    }
    expect(fields.every((field) => field.autocomplete === 'one-time-code')).toBe(true);
    // Six digits of a phone or a mail: it is said that they are no PIN.
    for (const field of fields) {
      const hints = (field.getAttribute('aria-describedby') ?? '').split(' ');
      expect(hints.some((id) => /暗証番号ではありません/.test(document.getElementById(id)?.textContent ?? ''))).toBe(true);
    }
    expect(document.querySelector('input[type=password]')).toBeNull();
  });
});

describe('a refusal', () => {
  it.each(Object.keys(ja.refusal))('%s says what happened, whose side, what to do, and a reference', async (code) => {
    await open(`refused-${code}`);
    const texts = ja.refusal[code as keyof typeof ja.refusal];
    expect(heading()).toBe(texts.title.replace('{provider}', 'デジタル庁の認証サービス'));
    expect(screen.getByText('原因のあるところ')).toBeTruthy();
    expect(screen.getByText('K7QF-2M9D')).toBeTruthy();
    expect(button(/お問い合わせ番号をコピー/)).toBeTruthy();
  });

  it('of a kind that this page does not know yet is told as a fault of ours', async () => {
    await open('refused-never_heard_of');
    expect(heading()).toBe(ja.refusal.unexpected.title);
  });

  it('that asks to wait lets one try again only afterwards', async () => {
    await open('busy');
    expect(screen.getByText(/後にもう一度試せます/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'もう一度試す' })).toBeNull();
  });
});

describe('the six digits', () => {
  const field = () => screen.getByLabelText<HTMLInputElement>('6桁の数字');

  it('stay when the language changes', async () => {
    await open('digits');
    await fireEvent.input(field(), { target: { value: '４０７ 1' } });
    expect(field().value, 'full-width digits and spaces are understood').toBe('4071');
    await chooseLanguage('en');
    expect((await screen.findByLabelText<HTMLInputElement>('Six digits')).value).toBe('4071');
  });

  it('are not sent before all six are there', async () => {
    const { host } = await open('digits');
    const digits = vi.spyOn(host.api, 'digits');
    await fireEvent.input(field(), { target: { value: '123' } });
    await fireEvent.click(button(/確認する/));
    expect(digits).not.toHaveBeenCalled();
    expect(field().getAttribute('aria-invalid')).toBe('true');
  });

  it('when wrong are told at the field, with the tries left', async () => {
    await open('digits');
    await fireEvent.input(field(), { target: { value: '999999' } });
    await fireEvent.click(button(/確認する/));
    expect(await screen.findByText(/数字が違います.*あと4回/, { selector: '.fault' })).toBeTruthy();
    expect(field().value).toBe('');
  });

  it('are kept when the network is lost on the way', async () => {
    const { host } = await open('digits');
    host.api.digits = async () => {
      throw new Unreachable('offline');
    };
    await fireEvent.input(field(), { target: { value: '123456' } });
    await fireEvent.click(button(/確認する/));
    expect(await screen.findByText('お使いの端末がインターネットにつながっていません')).toBeTruthy();
    expect(field().value).toBe('123456');
  });
});

describe('acts', () => {
  it('a link is told as done only after the server has made it', async () => {
    const { host } = await open('confirm');
    host.api.link = async () => {
      throw new Refused(refusal('link_changed_meanwhile', { next: 'status' }));
    };
    await fireEvent.click(button(/^連携する$/));
    await waitFor(() => expect(heading()).toBe(ja.refusal.link_changed_meanwhile.title));
    cleanup();
    await open('confirm');
    await fireEvent.click(button(/^連携する$/));
    await waitFor(() => expect(heading()).toBe('連携が完了しました'));
  });

  it('unlinking is asked first, and the first answer keeps the link', async () => {
    const { host } = await open('status');
    const unlink = vi.spyOn(host.api, 'unlink');
    await fireEvent.click(button(/^連携を解除する$/));
    await fireEvent.click(button(/^解除しない$/));
    expect(unlink).not.toHaveBeenCalled();
    await fireEvent.click(button(/^連携を解除する$/));
    await fireEvent.click(button(/^解除する$/));
    await waitFor(() => expect(heading()).toBe('連携を解除しました'));
    expect(unlink).toHaveBeenCalledOnce();
  });

  it('two presses are one act', async () => {
    const { host } = await open('confirm');
    const link = vi.spyOn(host.api, 'link');
    await Promise.all([fireEvent.click(button(/^連携する$/)), fireEvent.click(button(/^連携する$/))]);
    expect(link).toHaveBeenCalledOnce();
  });

  it('who declines on the phone is told that nothing was read', async () => {
    const { host } = await open('handoff');
    const decline = vi.spyOn(host.api, 'declineHandoff');
    await fireEvent.click(await screen.findByRole('button', { name: '心当たりがないので、やめて知らせる' }));
    await waitFor(() => expect(heading()).toBe('手続きをやめました'));
    expect(decline).toHaveBeenCalledWith('abc', true);
  });

  it('going on is never the button in focus on a hand-off', async () => {
    await open('handoff');
    const accept = await screen.findByRole('button', { name: '続ける' });
    expect(document.activeElement).not.toBe(accept);
    const names = screen.getAllByRole('button').map((each) => each.textContent?.trim());
    expect(names.indexOf('やめる')).toBeLessThan(names.indexOf('続ける'));
  });
});

describe('interruptions', () => {
  it('a visit that the server no longer knows is told as ended', async () => {
    const { session, host } = await open('verified');
    host.api.visit = async () => null;
    await session.refresh();
    await waitFor(() => expect(heading()).toBe('手続きの時間が切れました'));
  });

  it('a late answer does not overwrite what an act has brought', async () => {
    const { session, host } = await open('confirm');
    const before = host.api.visit();
    host.api.visit = () => new Promise((resolve) => setTimeout(() => void before.then(resolve), 20));
    const late = session.refresh();
    await session.link(false);
    await late;
    expect(session.visit?.link?.state).toBe('linked');
  });

  it('the state of another tab is taken over on return', async () => {
    const { host } = await open('away-app');
    host.api.visit = async () => visitOf({ ...SCENARIOS.verified!.visit!, flow: null });
    document.dispatchEvent(new Event('visibilitychange'));
    await waitFor(() => expect(heading()).toBe('本人確認ができました。次はサインインです'));
  });
});
