// From the front page through the guide to the way that is open to somebody.
import { expect } from '@playwright/test';
import type { Locator } from '@playwright/test';
import type { Person } from './person.ts';

/** Question and answer, as the texts name them. */
export type Said = [question: string, answer: string];

const answered = (person: Person, [question, answer]: Said): Locator => {
  const own = person.words.has(`guide.${question}.${answer}`);
  const name = person.t(own ? `guide.${question}.${answer}` : `guide.answer.${answer}`);
  return person.page.getByRole('main').getByRole('link', { name, exact: true });
};

/** Goes from the front page to the ways. */
export async function asks(person: Person, said: Said[]) {
  await person.open('/verify/?go=front');
  await person.seesFront();
  await person.page.getByRole('link', { name: person.t('front.guide.title') }).click();
  expect(said.length, 'taps').toBeLessThanOrEqual(4);
  for (const pair of said) {
    await person.sees(`guide.${pair[0]}.title`);
    await answered(person, pair).click();
  }
}

/** The card of one way. */
export const way = (person: Person, route: string): Locator =>
  person.page.getByRole('article').filter({ hasText: person.t(`guide.route.${route}.title`) });

/** Goes from the front page to the way that is named first, and takes it. */
export async function isLedTo(person: Person, said: Said[], route: string) {
  await asks(person, said);
  await person.sees('guide.ways_title');
  await expect(person.page.getByRole('article').first()).toContainText(person.t(`guide.route.${route}.title`));
  await takes(person, route);
}

/** Presses the button of a way. */
export async function takes(person: Person, route: string) {
  await way(person, route).getByRole('link', { name: person.t(`guide.route.${route}.go`) }).click();
}
