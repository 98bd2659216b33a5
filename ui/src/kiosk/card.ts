// What a card on the reader means to a kiosk. It is a hint and proves nothing. Pure.
import type { Presence } from '../host/types';
import type { KioskScreen } from './screen';

/** What is said about a card. */
export type CardHint = 'my_number' | 'student' | 'wrong_card';

const HINTS: Record<Presence, CardHint | null> = {
  none: null,
  'my-number': 'my_number',
  'felica-student': 'student',
  'felica-transit': 'wrong_card',
  other: 'wrong_card',
  'reader-lost': null,
};

/** Screens on which something about a card helps; once a phone has taken over it would only confuse. */
const SAID_ON: ReadonlySet<KioskScreen['name']> = new Set(['attract', 'menu', 'counter', 'prepare']);

export const hintOf = (presence: Presence, screen: KioskScreen['name']): CardHint | null =>
  SAID_ON.has(screen) ? HINTS[presence] : null;

/** Whether a card lies there. */
export const isCard = (presence: Presence): boolean => HINTS[presence] !== null;

/** A My Number Card laid down where nothing has been chosen begins what needs one: linking. */
export const opensLink = (presence: Presence, screen: KioskScreen['name']): boolean =>
  presence === 'my-number' && screen === 'menu';

/** A card that is still there when a person has gone is called out. */
export const isLeftBehind = (presence: Presence, screen: KioskScreen['name'], afterPerson: boolean): boolean =>
  isCard(presence) && (screen === 'wiped' || (screen === 'attract' && afterPerson));
