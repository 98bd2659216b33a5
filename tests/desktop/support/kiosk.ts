// What a clerk and people do at a kiosk, as far as several tests do it.
import type { ChildProcess } from 'node:child_process';
import { signIn } from '../../e2e/support/account.ts';
import type { People } from '../../e2e/support/test.ts';
import type { Desk } from './desk.ts';
import type { Situation } from './surroundings.ts';
import { expect } from './test.ts';

const CLERK = '3000000031';
export const [NAME, PLACE] = ['1号機', '本郷 総合案内'];
export const KIOSK: Situation = { args: ['--kiosk'] };
/** One whose office is very impatient. */
export const IMPATIENT: Situation = { ...KIOSK, environment: { IDENT_KIOSK_IDLE_PERCENT: '4' } };

export type Choice = 'link' | 'password' | 'lost_phone' | 'status' | 'counter';

export interface Clerk {
  /** Makes a code. */
  invites(): Promise<string>;
  /** Stops the one kiosk there is. */
  stops(): Promise<void>;
}

/** A clerk at the office's page. */
export async function clerkAt(people: People): Promise<Clerk> {
  const clerk = await people.atPc('ja');
  await clerk.open('/office/');
  await clerk.press('action.sign_in');
  await signIn(clerk, CLERK);
  await clerk.sees('office.title');
  const ask = (method: string, path: string, body?: unknown) =>
    clerk.page.evaluate(
      async ([method, path, body]) => {
        const headers = { 'X-Ident': '1', 'Content-Type': 'application/json' };
        const answer = await fetch(`/api/v1/office/kiosks${path}`, method === 'GET' ? {} : { method, headers, body });
        return (await answer.json()) as unknown;
      },
      [method, path, JSON.stringify(body ?? {})] as [string, string, string],
    );
  return {
    invites: async () => ((await ask('POST', '/invite', { name: NAME, place: PLACE })) as { code: string }).code,
    stops: async () => {
      const { kiosks } = (await ask('GET', '')) as { kiosks: Array<{ id: string }> };
      for (const { id } of kiosks) await ask('POST', `/${id}/revoke`);
    },
  };
}

/** Types the code that a clerk has made. */
export async function typesCode(desk: Desk, clerk: Clerk) {
  for (const letter of await clerk.invites()) await desk.pressKey(letter);
  await desk.press('kiosk.enrol.send');
}

/** To a kiosk that waits for people; starts it, unless it stands there already. */
export async function enrolled(desk: Desk, people: People): Promise<Clerk> {
  if (!desk.isThere) await desk.stands();
  await desk.sees('kiosk.enrol.title');
  const clerk = await clerkAt(people);
  await typesCode(desk, clerk);
  await desk.isFree();
  return clerk;
}

/** Somebody stands before the kiosk, and touches it now and then where nothing is. */
export class Presence {
  private constructor(private readonly touching: ChildProcess) {}

  static async at(desk: Desk): Promise<Presence> {
    await desk.beside('xdotool', ['mousemove', '4', '796']);
    return new Presence(await desk.goesOn('xdotool', ['click', '--repeat', '100000', '--delay', '150', '1']));
  }

  /** Turns away. */
  leaves() {
    this.touching.kill();
  }
}

/** From the screen that waits to the code for the phone. */
export async function asks(desk: Desk, choice: Exclude<Choice, 'counter'>) {
  await desk.follow(`kiosk.menu.${choice}.title`);
  await desk.press('kiosk.prepare.go');
  await desk.sees('offered.title');
}

/** Until the kiosk has ended a visit by itself or by a press, begun anew, and shown so. */
export async function isWiped(desk: Desk) {
  await desk.takesInHand();
  await desk.sees('kiosk.wiped.title');
  await desk.hasInView('kiosk.wiped.next');
  expect(desk.log).not.toContain('the page has crashed');
}
