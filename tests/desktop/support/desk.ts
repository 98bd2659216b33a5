// One person at a desk or a kiosk: what they see in the app's window, and what they do there.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeIn } from '../../e2e/support/qr.ts';
import { expect } from '../../e2e/support/test.ts';
import type { Values, Words } from '../../e2e/support/words.ts';
import { App } from './app.ts';
import type { Display } from './display.ts';
import { begin, here, type Situation } from './surroundings.ts';
import type { Element } from './webdriver.ts';

const OUT = here('../out');

export class Desk extends App {
  static async open(display: Display, server: string, words: Words, situation: Situation = {}): Promise<Desk> {
    const desk = new Desk(await begin(display, server, words, situation), situation, words);
    await desk.hasBegun();
    return desk;
  }

  /** The kiosk waits for people. */
  async isFree() {
    await this.first(`//button[normalize-space()=${quoted(this.t('kiosk.attract.begin_ja'))}]`);
  }

  t(key: string, values: Values = {}): string {
    return this.words.t(key, values);
  }

  private async first(xpath: string): Promise<Element> {
    let found: Element | undefined;
    await expect(async () => {
      const elements = await this.window.find(xpath);
      found = undefined;
      for (const element of elements) if (await element.isShown()) found ??= element;
      expect(found, xpath).toBeDefined();
    }).toPass({ timeout: 20_000 });
    if (found === undefined) throw new Error(xpath);
    return found;
  }

  async sees(key: string, values: Values = {}) {
    await this.seesHeading(this.t(key, values));
  }

  async seesHeading(name: string) {
    await this.first(`//h1[normalize-space()=${quoted(name)}]`);
  }

  async reads(text: string) {
    await this.first(`//body//*[contains(normalize-space(), ${quoted(text)})]`);
  }

  /** A button is before the person's eyes, without scrolling. */
  async hasInView(key: string) {
    const inView = `
      const button = [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === arguments[0]);
      const { top, bottom } = button.closest('main').getBoundingClientRect();
      const at = button.getBoundingClientRect();
      return at.top >= top && at.bottom <= bottom;`;
    await expect.poll(() => this.window.run<boolean>(inView, this.t(key)), `${key} is in view`).toBe(true);
  }

  /** Nothing of this text is on the screen. */
  async readsNot(text: string) {
    expect(await this.window.find(`//body//*[contains(normalize-space(), ${quoted(text)})]`)).toEqual([]);
  }

  /** Presses a key that is drawn on the screen. */
  async pressKey(letter: string) {
    await this.click(`//button[normalize-space()=${quoted(letter)}]`);
  }

  async press(key: string, values: Values = {}, before: () => Promise<void> = () => Promise.resolve()) {
    const name = quoted(this.t(key, values));
    const xpath = `//*[self::button or self::a][normalize-space()=${name}][not(@aria-disabled='true')]`;
    await this.first(xpath);
    await before();
    await this.click(xpath);
  }

  /** Until it lets itself be pressed: a screen may still be moving in. */
  private async click(xpath: string) {
    await expect(async () => (await this.first(xpath)).click()).toPass({ timeout: 20_000 });
  }

  async follow(key: string) {
    await this.click(`//*[self::a or self::button][contains(normalize-space(), ${quoted(this.t(key))})]`);
  }

  async choose(key: string) {
    await this.click(`//label[contains(normalize-space(), ${quoted(this.t(key))})]`);
  }

  async types(key: string, text: string) {
    const field = await this.first(`//input[@id=//label[contains(normalize-space(), ${quoted(this.t(key))})]/@for or @aria-label=${quoted(this.t(key))}]`);
    await field.type(text);
  }

  /** Until the page has been painted, and nothing moves any more. */
  private async settles() {
    await this.window.runLater('const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(true)));');
    const file = join(this.folder, 'settling.ppm');
    let last = Buffer.alloc(0);
    await expect(async () => {
      await this.beside('import', ['-window', 'root', file]);
      const now = await readFile(file);
      const before = last;
      last = now;
      // A countdown may go on.
      expect(difference(before, now), 'two pictures in a row are equal').toBeLessThan(0.005);
    }).toPass({ timeout: 15_000, intervals: [50] });
  }

  /** The display as a camera sees it. */
  async photograph(settled = true): Promise<Buffer> {
    if (settled) await this.settles();
    const file = join(this.folder, 'display.png');
    await this.beside('import', ['-window', 'root', file]);
    return readFile(file);
  }

  /** Holds the phone's camera to the display until it reads a code. */
  async scan(): Promise<string> {
    let found: string | null = null;
    await expect(async () => {
      found = codeIn(await this.photograph(false));
      expect(found, 'a code on the display can be read').not.toBeNull();
    }).toPass({ timeout: 20_000 });
    return found ?? '';
  }

  /** Keeps a picture of the display for those who leaf through. */
  async keep(name: string) {
    await mkdir(join(OUT, this.words.lang), { recursive: true });
    await writeFile(join(OUT, this.words.lang, `${name}.png`), await this.photograph());
  }
}

/** Which part of two pictures differs. */
function difference(one: Buffer, other: Buffer): number {
  if (one.length !== other.length) return 1;
  let count = 0;
  for (let index = 0; index < one.length; index += 3) if (one[index] !== other[index]) count += 1;
  return count / (one.length / 3);
}

/** A text as XPath writes it. */
function quoted(text: string): string {
  return text.includes("'") ? `concat('${text.split("'").join(`', "'", '`)}')` : `'${text}'`;
}
