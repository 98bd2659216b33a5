// One polite live region for the whole page: what changed without a press is said here.
import { untrack } from 'svelte';

let said = $state('');

/** Says `text` to a screen reader. The same text twice in a row is said twice. Safe inside an effect. */
export function announce(text: string) {
  said = untrack(() => said) === text ? `${text}\u00a0` : text;
}

export const announced = () => said;
