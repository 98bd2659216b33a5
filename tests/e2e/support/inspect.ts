// Holds one screen against what every screen must be, in both languages, light and dark, narrow
// and wide: no violation that axe finds, no sideways scrolling, one h1; and takes its picture.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { join } from 'node:path';
import { SCREENS } from './place.ts';
import type { Lang } from './words.ts';

const THEMES = ['light', 'dark'] as const;
const WIDTHS = [1280, 320] as const;
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Rules whose outcome can differ between light and dark. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block'];

export interface Scope {
  langs?: readonly Lang[];
  /** Widths in dark; pages of one form need not be seen in all four. */
  darkWidths?: readonly (typeof WIDTHS)[number][];
  /** One of many pages of one form, which is inspected as a whole elsewhere: only its text is its own. */
  ofOneForm?: boolean;
}

const languageOf = (page: Page) => page.evaluate(() => document.documentElement.lang);

/** Presses the language button of our header until the page is in `lang`. */
export async function speak(page: Page, lang: Lang) {
  if ((await languageOf(page)) === lang) return;
  await page.getByRole('banner').getByRole('button').click();
  await expect(page.locator(`html[lang=${lang}]`)).toBeAttached();
}

/** What axe finds, short enough to read in a report. */
export async function violations(page: Page, rules: (axe: AxeBuilder) => AxeBuilder = (axe) => axe): Promise<string[]> {
  const all = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).withTags(TAGS).setLegacyMode();
  const axe = rules(all);
  const { violations: found } = await axe.analyze();
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`));
}

/** How many CSS pixels stick out to the side. */
export const overhang = (page: Page) =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth));

async function held(page: Page, what: string) {
  expect.soft(await overhang(page), `${what}: nothing sticks out`).toBe(0);
  expect.soft(await page.locator('h1').count(), `${what}: one h1 at most`).toBeLessThanOrEqual(1);
  expect.soft(await page.getByText(/\{\w+\}/).count(), `${what}: no hole in a text`).toBe(0);
}

async function picture(page: Page, path: string) {
  // A question covers the window, not the page.
  const fullPage = (await page.getByRole('dialog').count()) === 0;
  await page.screenshot({ path, fullPage, scale: 'css' });
}

async function judge(page: Page, theme: string, what: string) {
  // All rules in light; dark is the same document in other colours.
  const found = theme === 'light' ? violations(page) : violations(page, (axe) => axe.withRules(OF_COLOUR));
  expect.soft(await found, `${what} ${theme}: axe`).toEqual([]);
}

/** Controls whose edge cannot be seen where the system paints: no border, and no line under the text. */
const edgeless = (page: Page) =>
  page.evaluate(() =>
    Array.from(document.querySelectorAll<HTMLElement>('button, a.button, input, textarea, select'))
      .filter((each) => each.checkVisibility() && each.getClientRects().length > 0 && each.closest('.sr-only') === null)
      .filter((each) => {
        const style = getComputedStyle(each);
        const bordered = parseFloat(style.borderBottomWidth) > 0 && style.borderBottomStyle !== 'none';
        const native = style.appearance !== 'none' && each.matches('input[type=radio], input[type=checkbox]');
        return !bordered && !native && !style.textDecorationLine.includes('underline');
      })
      .map((each) => each.outerHTML.slice(0, 120)),
  );

/** Once more on a PC in a contrast theme of the system, whose colours are not ours to judge. */
async function inContrast(page: Page, name: string, lang: Lang) {
  await page.emulateMedia({ colorScheme: 'dark', forcedColors: 'active' });
  const what = `${name} ${lang} forced colours`;
  expect.soft(await overhang(page), `${what}: nothing sticks out`).toBe(0);
  expect.soft(await edgeless(page), `${what}: every control has an edge`).toEqual([]);
  await picture(page, join(SCREENS, lang, 'forced-colors', '1280', `${name}.png`));
  await page.emulateMedia({ colorScheme: 'light', forcedColors: null });
}

export async function inspect(page: Page, name: string, scope: Scope = {}) {
  const size = page.viewportSize();
  const before = await languageOf(page);
  // A page behind another one is not drawn anew when its colours change.
  await page.bringToFront();
  // Nothing is measured in the middle of a fade.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const lang of scope.langs ?? (['ja', 'en'] as const)) {
    if (scope.langs === undefined) await speak(page, lang);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: width === 320 ? 640 : 800 });
      for (const theme of THEMES) {
        if (theme === 'dark' && (scope.ofOneForm || !(scope.darkWidths ?? WIDTHS).includes(width))) continue;
        await page.emulateMedia({ colorScheme: theme });
        await held(page, `${name} ${lang} ${theme} ${width}`);
        await picture(page, join(SCREENS, lang, theme, String(width), `${name}.png`));
        // On a PC the same document is judged for its colours alone, and in one language.
        const wideDark = width === 1280 && theme === 'dark' && lang === 'ja';
        const whole = width === 320 && !(scope.ofOneForm && lang === 'en');
        if (wideDark || whole) await judge(page, theme, `${name} ${lang}`);
      }
      if (width === 1280 && lang === 'ja' && !scope.ofOneForm) await inContrast(page, name, lang);
    }
  }
  if (scope.langs === undefined) await speak(page, before === 'en' ? 'en' : 'ja');
  await page.emulateMedia({ reducedMotion: null, colorScheme: null });
  if (size !== null) await page.setViewportSize(size);
}
