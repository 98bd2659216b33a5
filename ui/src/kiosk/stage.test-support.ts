// A kiosk on a page of the tests, and what somebody in front of it does.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect } from 'vitest';
import { fakeKioskHost, type FakeKioskHost } from '../host/fake-kiosk';
import ja from '../i18n/ja.json';
import KioskApp from './KioskApp.svelte';
import { Kiosk } from './kiosk.svelte';

export const words = ja.kiosk;

export async function open(scenario: string): Promise<{ host: FakeKioskHost; kiosk: Kiosk }> {
  const host = fakeKioskHost(scenario);
  const kiosk = new Kiosk(host);
  render(KioskApp, { props: { kiosk } });
  await waitFor(() => expect(kiosk.known).not.toBeUndefined());
  return { host, kiosk };
}

export const button = (name: string | RegExp) => screen.getByRole('button', { name });
export const press = (name: string | RegExp) => fireEvent.click(button(name));
export const heading = () => screen.getByRole('heading', { level: 1 }).textContent;
export const shows = (text: string) => waitFor(() => expect(heading()).toBe(text));

/** Somebody comes and chooses Japanese. */
export async function begin() {
  await fireEvent.click(button(words.attract.begin_ja));
  await waitFor(() => button(words.finish));
}

/** From nobody to the QR, or wherever the scenario's flow stands. */
export async function started(scenario: string, choice: 'link' | 'password' | 'lost_phone' | 'status') {
  const all = await open(scenario);
  await begin();
  await press(new RegExp(`^${words.menu[choice].title}`));
  await shows(words.menu[choice].title);
  await press(words.prepare.go);
  return all;
}

export async function type(digits: string) {
  for (const digit of digits) await press(digit);
}
