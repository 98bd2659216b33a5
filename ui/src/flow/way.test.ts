import { describe, expect, it } from 'vitest';
import { deviceKind, deviceLabel, signInWay, waysFor, type Capability } from './way';

const web = (more: Partial<Capability>): Capability => ({
  shell: 'web',
  handsBack: false,
  mobileHint: null,
  userAgent: '',
  coarsePointer: false,
  touchPoints: 0,
  ...more,
});
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1';
const IPAD = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15';
const PIXEL = 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36';
const TABLET = 'Mozilla/5.0 (Linux; Android 14; SM-X700) AppleWebKit/537.36 Chrome/140 Safari/537.36';
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140 Safari/537.36';

describe('the proposed way follows the device', () => {
  const rows: Array<[string, Capability, string, string, string]> = [
    ['iPhone', web({ userAgent: IPHONE, coarsePointer: true, touchPoints: 5 }), 'phone', 'this_phone', 'iPhone'],
    ['Android phone', web({ userAgent: PIXEL, mobileHint: true, coarsePointer: true }), 'phone', 'this_phone', 'Android'],
    // "Desktop site" on Android changes the user agent, but the hint and the pointer tell.
    ['Android as desktop site', web({ userAgent: WINDOWS, mobileHint: true }), 'phone', 'this_phone', 'Windows'],
    ['iPad', web({ userAgent: IPAD, coarsePointer: true, touchPoints: 5 }), 'tablet', 'other_device', 'iPad'],
    ['Android tablet', web({ userAgent: TABLET, mobileHint: false, coarsePointer: true }), 'tablet', 'other_device', 'Android'],
    ['Mac', web({ userAgent: IPAD }), 'computer', 'this_pc', 'Mac'],
    ['Windows with a touch screen', web({ userAgent: WINDOWS, touchPoints: 10 }), 'computer', 'this_pc', 'Windows'],
  ];
  it.each(rows)('%s', (_name, capability, kind, first, label) => {
    expect(deviceKind(capability)).toBe(kind);
    expect(waysFor(capability)[0]).toBe(first);
    expect(deviceLabel(capability)).toBe(label);
  });

  it('every way of the web stays one press away on every device', () => {
    for (const [, capability] of rows) {
      expect([...waysFor(capability)].sort()).toEqual(['other_device', 'this_pc', 'this_phone']);
    }
  });

  it('an installed app never uses its own web view for a sign-in', () => {
    expect(signInWay(web({ shell: 'desktop_app', handsBack: true }))).toBe('app');
    expect(waysFor(web({ shell: 'desktop_app', handsBack: true }))).toEqual(['other_device', 'app']);
    expect(waysFor(web({ shell: 'phone_app', handsBack: true }))[0]).toBe('app');
  });

  it('an app that cannot take a result back offers the other device only', () => {
    expect(signInWay(web({ shell: 'desktop_app' }))).toBeNull();
    expect(waysFor(web({ shell: 'desktop_app' }))).toEqual(['other_device']);
  });
});
