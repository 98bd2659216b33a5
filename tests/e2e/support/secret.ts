// What was issued, seen as a person sees it: covered, until a press holds it open.
import { expect, type Locator } from '@playwright/test';
import type { Person } from './person.ts';

const box = (person: Person, label: string): Locator => person.page.getByRole('group', { name: person.t(label) });

/** Holds the button, reads, lets go; the page has the secret only while it is held. */
export async function holdsToSee(person: Person, label: string): Promise<string> {
  const secret = box(person, label).locator('.secret');
  await expect(secret).toHaveText(/^•+$/);
  const button = box(person, label).getByRole('button', { name: person.t('secret.hold') });
  await button.hover();
  await person.page.mouse.down();
  await expect(secret).not.toHaveText(/•/);
  const value = ((await secret.textContent()) ?? '').replace(/\s/g, '');
  await person.page.mouse.up();
  await expect(secret).toHaveText(/^•+$/);
  expect(value.length).toBeGreaterThanOrEqual(8);
  expect(await person.page.content(), 'what is covered is not in the page').not.toContain(value);
  return value;
}
