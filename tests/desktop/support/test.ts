// The fixtures of the browser tests, and a desktop beside them.
import { test as base, expect } from '../../e2e/support/test.ts';
import { Words, type Lang } from '../../e2e/support/words.ts';
import { Desk } from './desk.ts';
import type { Situation } from './surroundings.ts';
import { Display } from './display.ts';

export { expect };

interface Fixtures {
  /** Opens a desktop; the app on it is started by the test. */
  desk: (lang?: Lang, situation?: Situation) => Promise<Desk>;
}

interface Names {
  service_name: Record<Lang, string>;
  app: { name: Record<Lang, string>; former_name: Record<Lang, string> };
}

export const test = base.extend<Fixtures, { display: Display }>({
  display: [
    async ({}, use) => {
      const display = await Display.open();
      await use(display);
      await display.close();
    },
    { scope: 'worker' },
  ],
  desk: async ({ display, instance }, use) => {
    const desks: Desk[] = [];
    const context = (await (await fetch(`${instance.url}/api/v1/context`)).json()) as Names;
    await use(async (lang = 'ja', situation = {}) => {
      const { service_name, app } = context;
      const words = new Words(lang, { service: service_name[lang], app: app.name[lang], former: app.former_name[lang] });
      const desk = await Desk.open(display, instance.url, words, situation);
      desks.push(desk);
      return desk;
    });
    for (const desk of desks) {
      await desk.close();
      expect(desk.log).not.toContain('panicked');
    }
  },
});
