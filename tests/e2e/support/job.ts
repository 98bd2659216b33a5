// The main job in its shortest form, for tests that begin where it ends.
import { signIn } from './account.ts';
import { answerWithCard } from './card.ts';
import type { Person } from './person.ts';

/** Proves a card by way C with the agency's stand-in for a card. */
export async function prove(pc: Person, purpose: 'link' | 'manage', card: string) {
  await pc.prepares(purpose);
  await pc.chooses('this_pc');
  await answerWithCard(pc, card);
}

/** Proves a card and signs in; what comes then depends on both. */
export async function proveAndSignIn(pc: Person, card: string, number: string) {
  await prove(pc, 'link', card);
  await pc.press('action.sign_in');
  await signIn(pc, number);
}

/** Links, and ends the visit as on a shared computer. */
export async function linkAndEnd(pc: Person, card: string, number: string) {
  await proveAndSignIn(pc, card, number);
  await pc.press('confirm.go');
  await pc.sees('title.done');
  await pc.ends('done.end');
}
