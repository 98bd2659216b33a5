// The fixtures: an Ident of its own for each test, and people with screens.
import { test as base, devices, expect, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { speak } from './inspect.ts';
import { Instance, makeKeys } from './instance.ts';
import { Person } from './person.ts';
import { Words, type Lang, type Names } from './words.ts';

export { expect };

/** Names and secrets of the sandbox that no log may hold. */
const UNSPEAKABLE = ['本郷', '駒場', 'Renshu-123456', 'MELATI', 'BEGIN PRIVATE', '太字'];

export class People {
  private readonly contexts: BrowserContext[] = [];
  /** What no page of ours may do: break, or go against its own content security policy. */
  readonly faults: string[] = [];
  /** What pages have written to the console. */
  readonly said: string[] = [];
  constructor(
    private readonly browser: Browser,
    readonly at: Instance,
  ) {}

  private async words(lang: Lang): Promise<Words> {
    return new Words(lang, await namesOf(this.at, lang));
  }

  private watch(page: Page) {
    page.on('pageerror', (error) => this.faults.push(`${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      this.said.push(message.text());
      if (/content security policy/i.test(message.text())) this.faults.push(`${page.url()}: ${message.text()}`);
    });
  }

  private async person(lang: Lang, options: BrowserContextOptions): Promise<Person> {
    const context = await this.browser.newContext({ ...options, locale: lang === 'ja' ? 'ja-JP' : 'en-GB' });
    this.contexts.push(context);
    context.on('page', (page) => this.watch(page));
    return new Person(await context.newPage(), this.at, await this.words(lang));
  }

  /** Somebody at a computer. */
  atPc(lang: Lang = 'ja', options: BrowserContextOptions = {}): Promise<Person> {
    return this.person(lang, { viewport: { width: 1280, height: 800 }, ...options });
  }

  /** Somebody with a phone in hand. */
  onPhone(lang: Lang = 'ja', options: BrowserContextOptions = {}): Promise<Person> {
    const { defaultBrowserType: _, ...device } = devices['Pixel 7'];
    return this.person(lang, { ...device, ...options });
  }

  /** The same person at the same screen, reading the other language. */
  async reading(person: Person, lang: Lang): Promise<Person> {
    await speak(person.page, lang);
    return new Person(person.page, this.at, await this.words(lang));
  }

  async leave() {
    for (const context of this.contexts) await context.close();
  }
}

async function namesOf(at: Instance, lang: Lang): Promise<Names> {
  const response = await fetch(`${at.url}/api/v1/context`);
  const context = (await response.json()) as {
    service_name: Record<Lang, string>;
    app: { name: Record<Lang, string>; former_name: Record<Lang, string> };
  };
  return { service: context.service_name[lang], app: context.app.name[lang], former: context.app.former_name[lang] };
}

interface Fixtures {
  /** Seconds that replace the server's usual lifetimes. */
  lifetimes: Record<string, number>;
  /** More of the server's configuration. */
  more: string;
  instance: Instance;
  people: People;
}

export const test = base.extend<Fixtures, { keys: string }>({
  keys: [
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'ident-e2e-keys-'));
      await makeKeys(folder);
      await use(folder);
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  lifetimes: [{}, { option: true }],
  more: ['', { option: true }],
  instance: async ({ keys, lifetimes, more }, use) => {
    const instance = await Instance.start(keys, lifetimes, more);
    await use(instance);
    const log = instance.log;
    await instance.end();
    expect(log).not.toContain('panicked');
    for (const word of UNSPEAKABLE) expect(log).not.toContain(word);
  },
  people: async ({ browser, instance }, use) => {
    const people = new People(browser, instance);
    await use(people);
    await people.leave();
    expect(people.faults).toEqual([]);
  },
});
