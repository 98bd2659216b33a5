// One person at one screen, at our own pages: reads, presses, follows.
import { expect, type BrowserContext, type Locator, type Page } from '@playwright/test';
import type { Instance } from './instance.ts';
import { practice, type Values, type Words } from './words.ts';

/** What a card check is for. */
export type Purpose = 'link' | 'manage' | 'pass' | 'password' | 'salvage' | 'alumni';

export class Person {
  constructor(
    readonly page: Page,
    readonly at: Instance,
    readonly words: Words,
  ) {}

  get context(): BrowserContext {
    return this.page.context();
  }

  t(key: string, values: Values = {}): string {
    return this.words.t(key, values);
  }

  /** Opens an address of ours. */
  async open(path: string) {
    await this.page.goto(this.at.url + path);
  }

  /** The same person in another tab. */
  async otherTab(path: string): Promise<Person> {
    const other = new Person(await this.context.newPage(), this.at, this.words);
    await other.open(path);
    return other;
  }

  button(key: string, values: Values = {}): Locator {
    return this.page.getByRole('button', { name: this.t(key, values), exact: true });
  }

  async press(key: string, values: Values = {}) {
    await this.button(key, values).first().click();
  }

  /** Ends the visit by this button, and waits until it has ended. */
  async ends(key: string) {
    await this.press(key);
    await this.seesFront();
  }

  /** Presses a button of the question that stands before the page. */
  async answer(key: string) {
    await this.page.getByRole('dialog').getByRole('button', { name: this.t(key), exact: true }).click();
  }

  async follow(key: string, values: Values = {}) {
    await this.page.getByRole('link', { name: this.t(key, values), exact: true }).first().click();
  }

  /** Waits until the screen with this heading is there. */
  async sees(key: string, values: Values = {}) {
    await this.seesHeading(this.t(key, values));
  }

  async seesHeading(name: string) {
    await expect(this.page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible();
  }

  /** Waits until the front page is there; it is headed by the service's own name. */
  async seesFront() {
    await this.seesHeading(this.words.service);
  }

  /** Waits until this sentence can be read anywhere on the screen. */
  async reads(key: string, values: Values = {}) {
    await expect(this.page.getByText(this.t(key, values)).first()).toBeVisible();
  }

  /** Waits until the screen of a refusal is there. */
  async isRefused(code: string) {
    await expect(this.page.getByText(code, { exact: true })).toBeVisible();
    // No title may be left with a hole in it.
    await expect(this.page.getByRole('heading', { level: 1 })).not.toContainText('{');
  }

  /** From the front page to the page before the card check. */
  async prepares(purpose: 'link' | 'manage') {
    await this.open('/verify/');
    await this.page.getByRole('link', { name: this.t(`front.${purpose}.title`) }).click();
    await this.sees(`prepare.title_${purpose}`);
  }

  async chooses(way: 'this_phone' | 'this_pc' | 'other_device') {
    await this.page.getByRole('radio', { name: this.t(`way.${way}.title`) }).check();
    await this.press(`way.${way}.go`);
  }

  /** A control of one of the sandbox's pages. */
  practice(role: 'button' | 'link' | 'heading', key: Parameters<typeof practice>[1]): Locator {
    return this.page.getByRole(role, { name: practice(this.words.lang, key), exact: true });
  }

  practiceField(key: Parameters<typeof practice>[1]): Locator {
    return this.page.getByLabel(practice(this.words.lang, key), { exact: true });
  }

  /** Where the three steps stand, as the list tells it. */
  async steps(label = 'steps.label'): Promise<string[]> {
    const items = this.page.getByRole('list', { name: this.t(label) }).getByRole('listitem');
    await expect(items).toHaveCount(3);
    return items.evaluateAll((list) => list.map((item) => ['todo', 'doing', 'done'].find((state) => item.classList.contains(state)) ?? ''));
  }

  /** Presses what opens another page beside ours; gives the same person there. */
  async opens(press: () => Promise<void>): Promise<Person> {
    const [page] = await Promise.all([this.context.waitForEvent('page'), press()]);
    return new Person(page, this.at, this.words);
  }

  /** Follows something that only the other side ends, until we are back at Ident. */
  async isBack() {
    await this.page.waitForURL((url) => url.origin === this.at.url);
  }
}
