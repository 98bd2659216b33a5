// One polite live region for the whole page: what changed without a press is said here.
let said = $state('');

/** Says `text` to a screen reader. The same text twice in a row is said twice. */
export function announce(text: string) {
  said = said === text ? `${text}\u00a0` : text;
}

export const announced = () => said;
