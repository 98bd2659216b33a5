import { describe, expect, it } from 'vitest';
import { visitOf } from './host/scenarios';
import { nextDeadline } from './live.svelte';

describe('the next moment at which time alone changes something', () => {
  const visit = { ...visitOf({}), proof: null, account: null, flow: null, act: null, expires_at: '2026-11-21T07:48:15Z' };
  const at = Date.parse(visit.expires_at);

  it('is waited for as long as the second that the server told is not over', () => {
    expect(nextDeadline(visit, at - 5_000)).toBe(at);
    expect(nextDeadline(visit, at + 50), 'cut off: it may be 0.9 s later').toBe(at);
  });

  it('is not waited for twice', () => {
    expect(nextDeadline(visit, at + 1_000)).toBe(null);
  });
});
