import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import App from '../App.svelte';
import { fakeHost } from '../host/fake';
import ja from '../i18n/ja.json';
import { useLanguage } from '../i18n/index.svelte';
import { router } from '../router.svelte';
import { Session } from '../session.svelte';

const words = ja.kiosks;

beforeEach(() => useLanguage('ja'));

async function open(scenario: string) {
  const host = fakeHost(scenario);
  router.route = { page: 'unknown' };
  router.begin(host.address);
  const session = new Session(host);
  await session.begin();
  render(App, { props: { session } });
  await waitFor(() => expect(screen.getByRole('heading', { level: 1 }).textContent).not.toBe(ja.title.loading));
  return { host };
}

const button = (name: string | RegExp) => screen.getByRole('button', { name });

describe('the list of kiosks', () => {
  it('k08 says how each of them is', async () => {
    await open('kiosks');
    const rows = screen.getAllByRole('listitem').filter((row) => row.querySelector('.row-main') !== null);
    const chips = rows.map((row) => row.querySelector('.chip')?.textContent);
    const { live, silent, invited, revoked } = words.standing;
    expect(chips).toEqual([live, silent, invited, revoked]);
    expect(within(rows[1]!).getByText(words.reader_lost)).toBeTruthy();
    expect(within(rows[3]!).queryByRole('button')).toBeNull();
  });

  it('r50 makes a kiosk and shows its code here alone', async () => {
    const { host } = await open('kiosks');
    const invite = vi.spyOn(host.api, 'inviteKiosk');
    await fireEvent.click(button(words.make));
    expect(screen.getAllByText(words.missing).length).toBeGreaterThan(0);
    expect(invite).not.toHaveBeenCalled();
    await fireEvent.input(screen.getByLabelText(words.name), { target: { value: ' 4号機 ' } });
    await fireEvent.input(screen.getByLabelText(words.place), { target: { value: '白金' } });
    await fireEvent.click(button(words.make));
    await waitFor(() => expect(screen.getByText('3ACD EFGY')).toBeTruthy());
    expect(invite).toHaveBeenCalledWith('4号機', '白金');
  });

  it('k08 stops a kiosk after a question only', async () => {
    const { host } = await open('kiosks');
    const revoke = vi.spyOn(host.api, 'revokeKiosk');
    await fireEvent.click(button(new RegExp(`^${words.stop}.*1号機 本郷 総合案内$`)));
    const dialog = screen.getByRole('dialog', { name: words.ask.replace('{name}', '1号機') });
    await fireEvent.click(within(dialog).getByRole('button', { name: ja.office.ask_back }));
    expect(revoke).not.toHaveBeenCalled();
    await fireEvent.click(button(new RegExp(`^${words.stop}.*1号機 本郷 総合案内$`)));
    await fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: words.stop }));
    expect(revoke).toHaveBeenCalledWith('AAAAAAAAAAAAAAAAAAAAAA');
    await waitFor(() => expect(screen.getByText(words.none)).toBeTruthy());
  });

  it('lets a clerk look whose sign-in is too old to decide', async () => {
    await open('kiosks-stale');
    expect(screen.queryByRole('button', { name: words.make })).toBeNull();
    expect(button(ja.action.sign_in_again)).toBeTruthy();
  });
});

describe('the phone of somebody at a kiosk', () => {
  it('k05 shows the name and the place, and asks to compare', async () => {
    await open('handoff-kiosk');
    await waitFor(() => expect(screen.getByText('1号機 / 本郷 総合案内')).toBeTruthy());
    expect(screen.getByText(ja.handoff.kiosk)).toBeTruthy();
    expect(screen.getByText(ja.handoff.kiosk_title)).toBeTruthy();
  });

  it('k07 goes on by itself when the kiosk has been left', async () => {
    const { host } = await open('kiosk-left');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(ja.shown.left_title);
    const keep = vi.spyOn(host.api, 'keep');
    await fireEvent.click(button(ja.shown.keep));
    expect(keep).toHaveBeenCalled();
  });
});
