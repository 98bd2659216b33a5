// The server's time, ticking once a second while something on the screen reads it.
import { createSubscriber } from 'svelte/reactivity';

let offset = 0;

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, 1000);
  return () => clearInterval(timer);
});

/** Takes over the time that came with an answer. */
export function setServerNow(now: string) {
  const at = Date.parse(now);
  if (!Number.isNaN(at)) offset = at - Date.now();
}

/** The server's present moment in milliseconds; reactive. */
export function now(): number {
  subscribe();
  return Date.now() + offset;
}

/** The same, without following it. */
export const nowOnce = () => Date.now() + offset;
