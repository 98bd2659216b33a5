import { describe, expect, it } from 'vitest';
import { ageOf, clockText, isOld, markPassed, secondsLeft } from './time';

const NOW = Date.parse('2026-11-20T00:00:00Z');
const ago = (days: number) => new Date(NOW - days * 86_400_000).toISOString();

describe('time', () => {
  it('never goes below zero', () => {
    expect(secondsLeft('2026-11-20T00:00:10Z', NOW)).toBe(10);
    expect(secondsLeft('2026-11-19T00:00:10Z', NOW)).toBe(0);
  });

  it('is written as a clock', () => {
    expect([clockText(0), clockText(59), clockText(180)]).toEqual(['0:00', '0:59', '3:00']);
  });

  it('is spoken at 60 and 20 seconds, also when a second was skipped', () => {
    expect(markPassed(61, 60)).toBe(60);
    expect(markPassed(62, 58)).toBe(60);
    expect(markPassed(59, 58)).toBeNull();
    expect(markPassed(21, 19)).toBe(20);
    expect(markPassed(21, 0)).toBeNull();
  });

  it('tells the age of a last use honestly', () => {
    expect(ageOf(ago(0), NOW)).toEqual({ unit: 'day', count: 0 });
    expect(ageOf(ago(59), NOW)).toEqual({ unit: 'day', count: 59 });
    expect(ageOf(ago(61), NOW)).toEqual({ unit: 'month', count: 2 });
    expect(ageOf(ago(800), NOW)).toEqual({ unit: 'year', count: 2 });
    expect(isOld(ago(366), NOW)).toBe(true);
    expect(isOld(ago(364), NOW)).toBe(false);
  });
});
