// A person without a mouse: Tab, Enter, Space and arrows, and always a focus that can be seen.
import { expect, type Locator, type Page } from '@playwright/test';

/** What the focused element looks like: its own outline or shadow, or that of what surrounds it. */
async function focusShows(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const shown = (element: Element | null): boolean => {
      if (element === null) return false;
      const style = getComputedStyle(element);
      const outline = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2;
      return outline || style.boxShadow !== 'none';
    };
    const focused = document.activeElement;
    return shown(focused) || shown(focused?.closest('label') ?? null);
  });
}

async function isFocused(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === document.activeElement);
}

/** Presses Tab until `target` has the focus; each stop on the way must be visible. */
export async function tabTo(page: Page, target: Locator) {
  await target.waitFor();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await isFocused(target)) {
      await expect(target).toBeInViewport();
      return;
    }
    await page.keyboard.press('Tab');
    const where = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120) ?? '');
    if (where.startsWith('<body')) continue;
    expect(await focusShows(page), `the focus can be seen at ${where}`).toBe(true);
  }
  throw new Error('Tab never gets there');
}

/** Goes to a control and presses it with a key. */
export async function pressByKey(page: Page, target: Locator, key: 'Enter' | 'Space' = 'Enter') {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

/** The heading of a new screen has the focus, so that a reader begins there. */
export async function headingHasFocus(page: Page) {
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
}
