// Which way to hand off is proposed first. Decided by what the device can do, never by the size of its window.
import type { Way } from '../wire/types';

export interface Capability {
  /** The web page, our app on a phone, or our app on a computer. */
  shell: 'web' | 'phone_app' | 'desktop_app';
  /** Our app can take a result back from the system browser; without that it cannot sign anybody in. */
  handsBack: boolean;
  /** `navigator.userAgentData.mobile`, where the browser tells. */
  mobileHint: boolean | null;
  userAgent: string;
  /** The main pointer is a finger. */
  coarsePointer: boolean;
  touchPoints: number;
}

export type DeviceKind = 'phone' | 'tablet' | 'computer';

/** iPadOS calls itself a Mac, but no Mac has a touch screen. */
function isTablet(of: Capability): boolean {
  if (/iPad/.test(of.userAgent)) return true;
  if (/Macintosh/.test(of.userAgent) && of.touchPoints > 1) return true;
  return /Android/.test(of.userAgent) && !/Mobile/.test(of.userAgent) && of.coarsePointer;
}

export function deviceKind(of: Capability): DeviceKind {
  if (isTablet(of)) return 'tablet';
  if (of.mobileHint === true) return 'phone';
  return /iPhone|iPod|Android.*Mobile/.test(of.userAgent) ? 'phone' : 'computer';
}

/** All ways this person may take here, the proposed one first. */
export function waysFor(of: Capability): Way[] {
  if (of.shell !== 'web' && !of.handsBack) return ['other_device'];
  if (of.shell === 'phone_app') return ['app', 'other_device'];
  if (of.shell === 'desktop_app') return ['other_device', 'app'];
  switch (deviceKind(of)) {
    case 'phone':
      return ['this_phone', 'other_device', 'this_pc'];
    case 'tablet':
      return ['other_device', 'this_phone', 'this_pc'];
    case 'computer':
      return ['this_pc', 'other_device', 'this_phone'];
  }
}

/** The way of a plain sign-in, which belongs to this device; `null` where it cannot be done here. */
export function signInWay(of: Capability): Way | null {
  if (of.shell !== 'web') return of.handsBack ? 'app' : null;
  return deviceKind(of) === 'computer' ? 'this_pc' : 'this_phone';
}

/** A short label of this device, shown on the other screen so that a person can tell whose it is. */
export function deviceLabel(of: Capability): string {
  if (isTablet(of)) return /Android/.test(of.userAgent) ? 'Android' : 'iPad';
  const known: Array<[RegExp, string]> = [
    [/iPhone|iPod/, 'iPhone'],
    [/Android/, 'Android'],
    [/Windows/, 'Windows'],
    [/CrOS/, 'ChromeOS'],
    [/Macintosh/, 'Mac'],
    [/Linux/, 'Linux'],
  ];
  return known.find(([pattern]) => pattern.test(of.userAgent))?.[1] ?? 'Web';
}
