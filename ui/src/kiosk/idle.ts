// When a kiosk asks whether somebody is still there, and when it ends by itself (K-02). Pure.
import type { KioskScreen } from './screen';

export interface IdleRule {
  /** Seconds without a touch until it asks. */
  warn: number;
  /** Seconds without a touch until it ends. */
  end: number;
}

/** A QR may take a while to be found; what tells of a person goes soon. */
const RULES: Partial<Record<KioskScreen['name'], IdleRule>> = {
  menu: { warn: 60, end: 90 },
  counter: { warn: 90, end: 120 },
  prepare: { warn: 90, end: 120 },
  qr: { warn: 90, end: 120 },
  phone: { warn: 150, end: 180 },
  digits: { warn: 90, end: 120 },
  handed: { warn: 30, end: 45 },
  result: { warn: 30, end: 45 },
  refused: { warn: 45, end: 60 },
};

/** How long the proof of the wipe is shown. */
export const WIPED_SHOWN_S = 8;

/** The times of a screen, where an office waits `percent` of the usual time. */
export function idleRule(name: KioskScreen['name'], percent = 100): IdleRule | null {
  const rule = RULES[name];
  if (rule === undefined) return null;
  return { warn: (rule.warn * percent) / 100, end: (rule.end * percent) / 100 };
}

export type Idle = { state: 'active' } | { state: 'warn'; left: number } | { state: 'end' };

/** What is to happen on a screen after so many milliseconds without a touch. */
export function idleAt(name: KioskScreen['name'], idleMs: number, percent = 100): Idle {
  const rule = idleRule(name, percent);
  if (rule === null || idleMs < rule.warn * 1000) return { state: 'active' };
  if (idleMs >= rule.end * 1000) return { state: 'end' };
  return { state: 'warn', left: Math.ceil(rule.end - idleMs / 1000) };
}
