import { describe, expect, it } from 'vitest';
import { flowOf } from '../host/scenarios';
import refusals from '../wire/refusals.json';
import type { NextStep } from '../wire/types';
import { meaningOf, offerFor } from './next';
import type { RefusalShown } from './screen';

const STEPS: NextStep[] = [
  'retry', 'restart', 'wait', 'sign_in', 'sign_in_again', 'relink',
  'other_browser', 'back_to_first_screen', 'office', 'status', 'support', 'pass_first', 'unfreeze', 'prove_again', 'guide',
];
const of = (next: NextStep) => ({ code: 'x', reference: '', next, purpose: 'link' as const });
const flow = (more = {}) => flowOf({ stage: 'handing_back' }, more);

describe('what a refusal offers', () => {
  it.each(STEPS)('%s has something to press, except where the next step is on another screen', (next) => {
    expect(offerFor(of(next), flow())).not.toBeNull();
    expect(offerFor(of(next), flow({ role: 'carrier' })) === null).toBe(next === 'back_to_first_screen');
    expect(offerFor(of(next), null) === null).toBe(next === 'back_to_first_screen');
  });

  it('a new start goes through the page that says what is needed', () => {
    expect(offerFor(of('restart'), flow())).toEqual({ act: 'prepare', purpose: 'link' });
  });

  it('after stopping in the app, one press begins again the same way', () => {
    const stopped = { ...of('restart'), code: 'provider_cancelled' };
    expect(offerFor(stopped, flow())).toMatchObject({ act: 'start', way: 'this_phone' });
    expect(offerFor(stopped, flow({ way: 'other_device' }))).toEqual({ act: 'prepare', purpose: 'link' });
    expect(offerFor(stopped, flow({ role: 'carrier' }))).toEqual({ act: 'front' });
    expect(offerFor(stopped, null)).toEqual({ act: 'prepare', purpose: 'link' });
  });

  it('a retry repeats the same way, but our QR begins on a press', () => {
    expect(offerFor(of('retry'), flow())).toMatchObject({ act: 'start', way: 'this_phone' });
    expect(offerFor(of('retry'), flow({ way: 'other_device' }))).toEqual({ act: 'prepare', purpose: 'link' });
  });

  it('a sign-in that failed is repeated as a sign-in', () => {
    const errand = { kind: 'sign_in', goal: 'my' } as const;
    expect(offerFor(of('restart'), flow({ errand }))).toEqual({ act: 'sign_in', goal: 'my' });
  });

  it('the phone of another screen is never led to start on its own by mistake', () => {
    expect(offerFor(of('restart'), flow({ role: 'carrier' }))).toEqual({ act: 'front' });
  });

  it.each(Object.keys(refusals))('%s in an address offers what the server means by it', (code) => {
    const meant = refusals[code as keyof typeof refusals];
    expect(meaningOf({ code, reference: '' })).toEqual(meant);
    const bare = offerFor({ code, reference: '', purpose: 'link' }, null);
    expect(bare).toEqual(offerFor({ ...meant, code, reference: '', purpose: 'link' } as RefusalShown, null));
  });

  it('what came with a refusal counts more than what its code usually means', () => {
    const wait = { ...of('wait'), code: 'callback_late' };
    expect(offerFor(wait, null)).toMatchObject({ act: 'wait' });
  });

  it('a code that this page does not know yet leads to a new start', () => {
    expect(offerFor({ code: 'never_heard_of', reference: '' }, null)).toEqual({ act: 'front' });
  });

  it('a frozen link, a missing method and a used rescue each lead to their own help', () => {
    const bare = (code: string) => offerFor({ code, reference: '' }, null);
    expect(bare('link_frozen')).toEqual({ act: 'unfreeze' });
    expect(bare('second_method_missing')).toEqual({ act: 'pass_first' });
    expect(bare('standing_missing')).toEqual({ act: 'prove' });
    expect(bare('salvage_used')).toEqual({ act: 'guide' });
  });

  it('a clerk who must sign in again comes back to the office', () => {
    const errand = { kind: 'sign_in', goal: 'office' } as const;
    expect(offerFor(of('sign_in'), flow({ errand }))).toEqual({ act: 'sign_in', goal: 'office' });
  });

  it('a refusal of which only the code is known leads to the front page', () => {
    expect(offerFor({ code: 'callback_late', reference: '' }, null)).toEqual({ act: 'front' });
  });

  it('an answer that came twice leads to what the first one brought', () => {
    expect(offerFor({ code: 'callback_repeated', reference: '', purpose: 'link' }, null)).toEqual({ act: 'status' });
    expect(offerFor({ code: 'callback_other_browser', reference: '' }, null)).toEqual({ act: 'copy_address' });
  });

  it('waiting has an end', () => {
    expect(offerFor({ ...of('wait'), retry_after_s: 45 }, flow())).toEqual({ act: 'wait', seconds: 45 });
    expect(offerFor(of('wait'), flow())).toMatchObject({ act: 'wait' });
  });
});
