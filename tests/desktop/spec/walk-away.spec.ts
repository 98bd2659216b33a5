// people walk away from a kiosk at every step of every job, and the next person looks everywhere.
import { answerWithError, takeCard, verifyOnPhone } from '../../e2e/support/card.ts';
import { linked, type Story } from '../../e2e/support/linked.ts';
import type { Person, Purpose } from '../../e2e/support/person.ts';
import type { Desk } from '../support/desk.ts';
import { enrolled, IMPATIENT, isWiped, Presence, type Choice } from '../support/kiosk.ts';
import { expect, test } from '../support/test.ts';
import { inMemory, tracesOf } from '../support/traces.ts';
import { digitsOn } from '../support/walk.ts';

/** Somebody at the kiosk with a phone, and what would tell of them. */
interface Visit {
  desk: Desk;
  phone: Person;
  choice: Choice;
  purpose: Purpose;
  secrets: string[];
}

/** How the screen is called that a person walks away from, and how one gets there from the one before. */
interface Step {
  name: string;
  goes(visit: Visit): Promise<void>;
}

const chooses: Step = { name: 'language', goes: ({ desk }) => desk.sees('kiosk.menu.title') };
const reads: Step = {
  name: 'reminder',
  goes: async ({ desk, choice }) => {
    await desk.follow(`kiosk.menu.${choice}.title`);
    await desk.sees(`kiosk.menu.${choice}.title`);
  },
};
const shows: Step = {
  name: 'code for the phone',
  goes: async ({ desk, secrets }) => {
    await desk.press('kiosk.prepare.go');
    const link = await desk.scan();
    secrets.push(link.slice(link.lastIndexOf('/') + 1));
  },
};
const opens: Step = {
  name: 'phone on its way',
  goes: async ({ desk, phone, secrets }) => {
    await phone.page.goto(`${phone.at.url}/verify/h/${secrets.at(-1) ?? ''}`);
    await phone.press('handoff.accept');
    await desk.sees('kiosk.phone.title');
  },
};
const checks: Step = {
  name: 'digits',
  goes: async ({ desk, phone, purpose }) => {
    await verifyOnPhone(phone, purpose);
    await desk.reads(desk.t('kiosk.digits.text'));
  },
};
const types: Step = {
  name: 'result',
  goes: async ({ desk, phone, secrets }) => {
    for (const digit of await digitsOn(phone)) await desk.pressKey(digit);
    await desk.press('digits.send');
    await desk.sees('kiosk.result.linked');
    await desk.reads(MASKED);
    secrets.push(MASKED, KAEDE.number);
  },
};
const hands: Step = {
  name: 'handed to the phone',
  goes: async ({ desk, phone, purpose }) => {
    await verifyOnPhone(phone, purpose);
    await desk.sees('kiosk.handed.title');
  },
};
const stops: Step = {
  name: 'refusal',
  goes: async ({ desk, phone }) => {
    await answerWithError(phone, 'access_denied');
    await desk.sees('refusal.provider_cancelled.title');
  },
};
const goes: Step = {
  name: 'counter',
  goes: async ({ desk }) => {
    await desk.follow('kiosk.menu.counter.title');
    await desk.sees('kiosk.counter.title');
  },
};

/** Somebody whose number is not in every program, as 0123456789 is. */
const KAEDE: Story = { card: 'kaede', number: '2000000003' };
const MASKED = '*******003';

/** `from`: the first step to walk away from. */
const JOBS: Array<{ choice: Choice; purpose: Purpose; from: number; steps: Step[] }> = [
  { choice: 'status', purpose: 'manage', from: 0, steps: [chooses, reads, shows, opens, checks, types] },
  { choice: 'link', purpose: 'link', from: 0, steps: [reads, shows, opens, hands] },
  // The reminders differ in their words only.
  { choice: 'password', purpose: 'password', from: 1, steps: [reads, shows, opens, hands] },
  { choice: 'lost_phone', purpose: 'pass', from: 1, steps: [reads, shows, opens, stops] },
  { choice: 'counter', purpose: 'link', from: 0, steps: [goes] },
];

/** Walks up to the kiosk, does these steps, and turns away. */
async function walksAwayAfter(steps: Step[], visit: Visit) {
  const { desk, secrets } = visit;
  const presence = await Presence.at(desk);
  await desk.press('kiosk.attract.begin_ja');
  for (const step of steps) await step.goes(visit);
  // What is looked for can be found, as long as it is there.
  if (secrets.length > 0) expect(await inMemory(secrets, desk)).not.toEqual({});
  presence.leaves();
}

for (const { choice, purpose, from, steps } of JOBS) {
  test(`a29 k01 nothing is left of whoever walks away from: ${choice}`, async ({ desk: open, people, instance }) => {
    // Several visits in one, each with a start of the program.
    test.slow();
    if (choice === 'status') await linked(instance, KAEDE, []);
    const desk = await open('ja', IMPATIENT);
    await enrolled(desk, people);
    for (const [index, step] of steps.entries()) {
      if (index < from) continue;
      await test.step(step.name, async () => {
        const phone = await people.onPhone('ja');
        await takeCard(phone, KAEDE.card);
        const secrets: string[] = [];
        await walksAwayAfter(steps.slice(0, index + 1), { desk, phone, choice, purpose, secrets });
        await isWiped(desk);
        expect(await tracesOf(secrets, desk)).toEqual([]);
        await desk.press('kiosk.wiped.next');
        await desk.isFree();
        await phone.context.close();
      });
    }
  });
}
