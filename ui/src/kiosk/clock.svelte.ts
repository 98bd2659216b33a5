// The clocks of a kiosk: nobody has touched it for a while, and the proof of the wipe has been shown.
import { untrack } from 'svelte';
import { idleAt, idleRule, WIPED_SHOWN_S, type Idle } from './idle';
import type { Kiosk } from './kiosk.svelte';
import type { KioskScreen } from './screen';

const TICK_MS = 500;
const RECHECK_MS = 5_000;

export interface Time {
  readonly idle: Idle;
  touched(): void;
}

/** Call once, while a component is being set up. Monotonic: a clock that is set meanwhile changes nothing. */
export function keepTime(kiosk: Kiosk, screen: () => KioskScreen['name']): Time {
  let since = $state(performance.now());
  let moment = $state(performance.now());
  const touched = () => {
    const present = performance.now();
    since = present;
    moment = present;
  };
  const name = $derived(screen());
  const idle = $derived(idleAt(name, moment - since, kiosk.idlePercent));

  // Each screen has its own time: a phone that moves on is a sign of life.
  $effect(() => {
    void name;
    touched();
  });
  // A screen that waits for nobody in particular lets the machine rest.
  $effect(() => {
    if (idleRule(name) === null) return;
    const timer = setInterval(() => (moment = performance.now()), TICK_MS);
    return () => clearInterval(timer);
  });
  $effect(() => {
    if (idle.state === 'end') untrack(() => void kiosk.finish());
  });
  $effect(() => {
    if (name !== 'wiped') return;
    const timer = setTimeout(() => kiosk.ready(), WIPED_SHOWN_S * 1000);
    return () => clearTimeout(timer);
  });
  $effect(() => {
    if (kiosk.reach === 'ok') return;
    const timer = setInterval(() => void kiosk.recheck(), RECHECK_MS);
    return () => clearInterval(timer);
  });

  return {
    get idle() {
      return idle;
    },
    touched,
  };
}
