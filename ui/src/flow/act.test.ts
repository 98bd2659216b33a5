import { describe, expect, it } from 'vitest';
import { actOf } from '../host/scenarios';
import refusals from '../wire/refusals.json';
import type { ActStage, RefusalView } from '../wire/types';
import { isOpen, lookAgainIn, pressableAt, toldByAct, turnOf } from './act';

const AT = '2026-11-21T00:00:00Z';
const NOW = Date.parse(AT);
const REFUSAL: RefusalView = {
  code: 'outcome_unknown',
  side: 'university',
  next: 'retry',
  reference: 'R1',
  retry_after_s: 30,
  tries_left: null,
  purpose: 'pass',
};
const STAGES: Record<ActStage['stage'], ActStage> = {
  waiting: { stage: 'waiting', not_before: AT, ahead: 3, cause: 'queue' },
  working: { stage: 'working', since: AT },
  unknown: { stage: 'unknown', again_at: AT },
  done: { stage: 'done', at: AT, ends_at: null },
  closed: { stage: 'closed', refusal: REFUSAL },
};

describe('the turn', () => {
  const waiting = actOf(STAGES.waiting);
  it('never comes before its time, pressed or not', () => {
    for (const pressed of [true, false]) {
      expect(turnOf(waiting, { now: NOW - 1, pressed, visible: true })).toBe('wait');
    }
  });

  it('is taken by itself only for a person who has pressed and may be looking', () => {
    expect(turnOf(waiting, { now: NOW, pressed: true, visible: true })).toBe('auto');
    expect(turnOf(waiting, { now: NOW, pressed: false, visible: true })).toBe('press');
    expect(turnOf(waiting, { now: NOW, pressed: true, visible: false })).toBe('press');
  });

  it.each(['working', 'unknown', 'done', 'closed'] as const)('is nothing that %s acts have', (stage) => {
    expect(turnOf(actOf(STAGES[stage]), { now: NOW + 1, pressed: true, visible: true })).toBe('wait');
  });
});

describe('an act', () => {
  it.each(Object.keys(STAGES) as Array<ActStage['stage']>)('%s', (stage) => {
    const act = actOf(STAGES[stage]);
    const open = stage !== 'done' && stage !== 'closed';
    expect(isOpen(act)).toBe(open);
    expect(pressableAt(act)).toBe(stage === 'waiting' || stage === 'unknown' ? NOW : null);
    expect(lookAgainIn(act) !== null).toBe(stage === 'waiting' || stage === 'working');
    expect(toldByAct(REFUSAL, act), 'an unknown outcome is told by the act itself').toBe(open);
    expect(toldByAct({ ...REFUSAL, code: 'link_frozen' }, act)).toBe(false);
  });

  it('is no act', () => {
    expect(isOpen(null)).toBe(false);
    expect(toldByAct(REFUSAL, null)).toBe(false);
  });

  it('is looked at less often from far back', () => {
    const far = actOf({ stage: 'waiting', not_before: AT, ahead: 4_000, cause: 'queue' });
    expect(lookAgainIn(far)).toBeGreaterThan(lookAgainIn(actOf(STAGES.waiting)) ?? 0);
  });

  it('is told about with codes that exist', () => {
    for (const code of ['outcome_unknown', 'act_out_of_turn', 'directory_busy']) expect(refusals).toHaveProperty(code);
  });
});
