import { describe, expect, it } from 'vitest';
import type { CoachView } from '../wire/types';
import { coachPause, coachSteps, isSafe, sameMethods } from './coach';

const view = (more: Partial<CoachView> = {}): CoachView => ({
  checked_at: '2026-11-21T00:00:00Z',
  pass_ends_at: null,
  methods: [],
  has_new: false,
  has_second: false,
  old_left: 1,
  ...more,
});
const states = (of: CoachView | null) => coachSteps(of).map((step) => step.state);

describe('the coach', () => {
  it('begins with the first step, also before anything is known', () => {
    expect(states(null)).toEqual(['doing', 'todo', 'todo']);
    expect(states(view())).toEqual(['doing', 'todo', 'todo']);
  });

  it('ticks what the directory says, and nothing else', () => {
    expect(states(view({ has_new: true }))).toEqual(['done', 'doing', 'todo']);
    expect(states(view({ has_new: true, has_second: true }))).toEqual(['done', 'done', 'doing']);
    expect(states(view({ has_new: true, has_second: true, old_left: 0 }))).toEqual(['done', 'done', 'done']);
    expect(states(view({ has_new: true, old_left: 0 }))).toEqual(['done', 'doing', 'done']);
  });

  it('does not call a loss "removed": without a new method nothing is safe', () => {
    expect(states(view({ old_left: 0 }))).toEqual(['doing', 'todo', 'todo']);
    expect(isSafe(view({ has_second: true }))).toBe(false);
    expect(isSafe(null)).toBe(false);
  });

  it('looks every five seconds at first, and at least once a minute', () => {
    expect(coachPause(0)).toBe(5_000);
    expect(coachPause(5)).toBe(5_000);
    expect(coachPause(6)).toBeGreaterThan(5_000);
    expect(coachPause(1_000)).toBe(60_000);
  });

  it('knows news from a later look at the same', () => {
    expect(sameMethods(null, view())).toBe(false);
    expect(sameMethods(view(), view({ checked_at: 'later' }))).toBe(true);
    expect(sameMethods(view(), view({ has_new: true }))).toBe(false);
  });
});
