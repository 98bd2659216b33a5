// Time as the server sees it. Pure: every function is given the present moment.

/** Whole seconds from `now` to `until`, never negative. */
export function secondsLeft(until: string, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(until) - now) / 1000));
}

/** `3:07`, for the eye. */
export function clockText(seconds: number): string {
  const rest = String(seconds % 60).padStart(2, '0');
  return `${Math.floor(seconds / 60)}:${rest}`;
}

/** Seconds at which a countdown is spoken. */
export const SPOKEN_AT = [60, 20] as const;

/** The mark that was passed between two looks at the clock, if any. */
export function markPassed(before: number, after: number): number | null {
  return SPOKEN_AT.find((mark) => before > mark && after <= mark && after > 0) ?? null;
}

export interface Age {
  unit: 'day' | 'month' | 'year';
  count: number;
}

const DAY = 86_400_000;

/** How long ago, in the coarsest unit that is still honest. */
export function ageOf(at: string, now: number): Age {
  const days = Math.max(0, Math.floor((now - Date.parse(at)) / DAY));
  if (days < 60) return { unit: 'day', count: days };
  if (days < 730) return { unit: 'month', count: Math.floor(days / 30.44) };
  return { unit: 'year', count: Math.floor(days / 365.25) };
}

/** A link not used for a year is shown as not tried for long. */
export function isOld(at: string, now: number): boolean {
  return now - Date.parse(at) > 365 * DAY;
}

/** A moment as the server writes it. */
export const textOf = (moment: number): string => new Date(moment).toISOString();
