// Which component shows which screen of a kiosk.
import type { Component } from 'svelte';
import type { KioskScreen } from '../screen';
import Attract from './Attract.svelte';
import Counter from './Counter.svelte';
import Digits from './Digits.svelte';
import Enrol from './Enrol.svelte';
import Handed from './Handed.svelte';
import Menu from './Menu.svelte';
import Phone from './Phone.svelte';
import Prepare from './Prepare.svelte';
import Qr from './Qr.svelte';
import Refused from './Refused.svelte';
import Result from './Result.svelte';
import Stopped from './Stopped.svelte';
import Wiped from './Wiped.svelte';

type Name = KioskScreen['name'];
type Shown<N extends Name> =
  | Component<{ screen: Extract<KioskScreen, { name: N }> }>
  | Component<Record<string, never>>;

const TABLE: { [N in Name]: Shown<N> } = {
  starting: Stopped as Shown<'starting'>,
  stopped: Stopped as Shown<'stopped'>,
  enrol: Enrol,
  attract: Attract,
  menu: Menu,
  counter: Counter,
  prepare: Prepare,
  qr: Qr,
  phone: Phone,
  digits: Digits,
  handed: Handed,
  result: Result,
  refused: Refused,
  wiping: Wiped as Shown<'wiping'>,
  wiped: Wiped as Shown<'wiped'>,
};

// The table is checked entry by entry above; a lookup by a name known only at run time cannot be.
export const SCREENS = TABLE as unknown as Record<Name, Component<{ screen: KioskScreen }>>;
