// Colours in the window's own engine: light, dark and high contrast at the desktop, and what a person asks for at the kiosk.
import { tooFaint } from '../support/contrast.ts';
import type { Desk } from '../support/desk.ts';
import { asks, enrolled, KIOSK } from '../support/kiosk.ts';
import { expect, test } from '../support/test.ts';
import { prepares } from '../support/walk.ts';

const THEMES = {
  light: {},
  dark: { 'gtk-application-prefer-dark-theme': 1 },
  contrast: { 'gtk-theme-name': 'HighContrast' },
} as const;

async function look(desk: Desk, name: string) {
  expect.soft(await tooFaint(desk), name).toEqual([]);
  await desk.keep(name);
}

for (const [theme, gtk] of Object.entries(THEMES)) {
  test(`the desktop is as easy to read in ${theme}`, async ({ desk: open }) => {
    const desk = await open('ja', { gtk });
    await desk.start();
    await desk.seesHeading(desk.words.service);
    // The engine hears of the theme from its window, a moment after it has begun.
    const isDark = () => desk.window.run(`return matchMedia('(prefers-color-scheme: dark)').matches`);
    await expect.poll(isDark).toBe(theme === 'dark');
    await look(desk, `${theme}-front`);
    await prepares(desk);
    await look(desk, `${theme}-prepare`);
    await desk.press('way.other_device.go');
    await desk.sees('offered.title');
    await look(desk, `${theme}-offered`);
  });
}

/** Sees the screen as this person needs it. */
async function wants(desk: Desk, ...looks: Array<'seated' | 'large' | 'contrast'>) {
  await desk.press('kiosk.look.open');
  for (const name of looks) await desk.press(`kiosk.look.${name}`);
}

// A kiosk follows the person, not the system it runs on: nobody can reach the settings of that.
test('the kiosk is as easy to read in the colours and the size that a person asks for', async ({ desk: open, people }) => {
  const desk = await open('ja', KIOSK);
  await desk.stands();
  await enrolled(desk, people);
  await look(desk, 'kiosk-attract');
  await desk.press('kiosk.attract.begin_ja');
  await desk.sees('kiosk.menu.title');
  await look(desk, 'kiosk-menu');
  await wants(desk, 'seated');
  await desk.press('kiosk.look.done');
  await look(desk, 'kiosk-menu-seated');
  await wants(desk, 'large', 'contrast');
  await look(desk, 'kiosk-looks');
  await desk.press('kiosk.look.done');
  expect(await desk.window.run('return getComputedStyle(document.body).backgroundColor')).toBe('rgb(0, 0, 0)');
  await look(desk, 'kiosk-menu-contrast');
  await asks(desk, 'status');
  // The code is seen whole, without scrolling.
  await desk.scan();
  await look(desk, 'kiosk-qr-contrast');
});
