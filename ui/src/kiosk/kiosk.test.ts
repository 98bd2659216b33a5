// What a kiosk shows in each of its states, and how it becomes one.
import { cleanup, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { KIOSK_SCENARIOS } from '../host/fake-kiosk';
import { useLanguage } from '../i18n/index.svelte';
import ja from '../i18n/ja.json';
import { begin, button, heading, open, press, shows, started, type, words } from './stage.test-support';

beforeEach(() => useLanguage('ja'));

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

  it('tells the technician when the machine cannot remember its enrolment', async () => {
    await open('fresh');
    expect(screen.queryByText(words.enrol.forgets_title)).toBeNull();
    cleanup();
    await open('forgetful');
    expect(screen.getByText(words.enrol.forgets_title)).toBeTruthy();
  });

  it('k08 a kiosk that was stopped says so, and is enrolled again by a code', async () => {
    const { host } = await open('stopped');
    expect(heading()).toBe(ja.refusal.kiosk_revoked.title);
    expect(screen.queryByRole('button', { name: words.attract.begin_ja })).toBeNull();
    await press(words.enrol.anew);
    await shows(words.enrol.title);
    await press(words.back);
    await shows(ja.refusal.kiosk_revoked.title);
    await press(words.enrol.anew);
    await type('3ACDEFGY');
    await press(words.enrol.send);
    await waitFor(() => expect(button(words.attract.begin_ja)).toBeTruthy());
    expect(host.calls).toEqual(['enrol 3ACDEFGY']);
  });
});
