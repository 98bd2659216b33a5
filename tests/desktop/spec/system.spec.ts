// The app follows the system: language, dark mode, motion, text size; its window and its calls.
import { takeCard, verifyOnPhone } from '../../e2e/support/card.ts';
import { expect, test } from '../support/test.ts';
import { offers } from '../support/walk.ts';

const matches = (query: string) => `return matchMedia('${query}').matches;`;

test('follows dark mode, less motion and the size of text', async ({ desk: open }) => {
  const usual = await open('ja');
  await usual.start();
  await usual.seesHeading(usual.words.service);
  const wide = await usual.window.run<number>('return innerWidth');
  expect(await usual.window.run(matches('(prefers-color-scheme: dark)'))).toBe(false);
  expect(await usual.window.run(matches('(prefers-reduced-motion: reduce)'))).toBe(false);
  await usual.close();
  const other = await open('ja', {
    gtk: { 'gtk-application-prefer-dark-theme': 1, 'gtk-enable-animations': 0 },
  });
  await other.textOfSize(144);
  await other.start();
  await other.seesHeading(other.words.service);
  await other.textOfSize(96);
  expect(await other.window.run(matches('(prefers-color-scheme: dark)'))).toBe(true);
  expect(await other.window.run(matches('(prefers-reduced-motion: reduce)'))).toBe(true);
  // Everything is larger, so that less of it fits.
  const narrow = await other.window.run<number>('return innerWidth');
  expect(narrow).toBeLessThan(wide);
  await other.keep('dark');
});

test('speaks the language of the system', async ({ desk: open }) => {
  for (const lang of ['ja', 'en'] as const) {
    const desk = await open(lang);
    await desk.start();
    await desk.seesHeading(desk.words.service);
    expect(await desk.window.run('return document.documentElement.lang')).toBe(lang);
    await desk.keep('front');
    await desk.close();
  }
});

test('opens its window where and as large as it was', async ({ desk: open }) => {
  const desk = await open('en');
  await desk.start();
  await desk.seesHeading(desk.words.service);
  await desk.resize(700, 620);
  await expect(async () => expect(await desk.window.run('return innerWidth')).toBe(700)).toPass({ timeout: 10_000 });
  await desk.closeWindow();
  await desk.start();
  await expect(async () => expect(await desk.window.run('return innerWidth')).toBe(700)).toPass({ timeout: 10_000 });
});

test('calls the person back when the phone is done', async ({ desk: open, people }) => {
  const desk = await open('en');
  await desk.start();
  const phone = await people.onPhone('en');
  await takeCard(phone, 'kaede');
  await offers(desk);
  await phone.page.goto(await desk.scan());
  await phone.press('handoff.accept');
  await desk.sees('on_phone.title');
  await desk.minimize();
  await verifyOnPhone(phone, 'link');
  await expect(async () => expect(await desk.notifications()).toContain(desk.t('call.digits.title'))).toPass({ timeout: 15_000 });
  // What is told to the whole room is no name.
  expect(await desk.notifications()).not.toContain('髙﨑');
});

test('a second start shows the first window and ends', async ({ desk: open }) => {
  const desk = await open('ja');
  await desk.start();
  await offers(desk);
  await desk.startsAgain();
  await desk.sees('offered.title');
});
