import { describe, expect, it } from 'vitest';
import { flowOf } from './host/scenarios';
import { callFor } from './installed.svelte';

const AT = '2026-11-20T00:00:00Z';
const flow = (stage: string, role: 'starter' | 'carrier' = 'starter') => ({
  ...flowOf({ stage: 'checking', opened_on: null }),
  stage: { stage, since: AT } as never,
  role,
});

describe('the person is called back', () => {
  it('when the phone is done and digits are to be typed here', () => {
    expect(callFor(flow('at_provider').stage, flow('confirming'))).toBe('digits');
  });

  it('when the attempt ended without them', () => {
    expect(callFor(flow('at_provider').stage, flow('closed'))).toBe('ended');
    expect(callFor(flow('handing_back').stage, flow('done'))).toBe('done');
  });

  it('and not for what they see anyway', () => {
    expect(callFor(null, flow('confirming')), 'found at the start').toBeNull();
    expect(callFor(flow('confirming').stage, flow('confirming'))).toBeNull();
    expect(callFor(flow('offered').stage, flow('at_provider'))).toBeNull();
    expect(callFor(flow('at_provider').stage, flow('confirming', 'carrier'))).toBeNull();
    expect(callFor(flow('done').stage, null)).toBeNull();
  });
});
