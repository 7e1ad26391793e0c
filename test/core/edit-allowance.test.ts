// No minute has more edits than the limit, and ticks leave room for what people wait for.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEditAllowance } from '../../src/core/job/edit-allowance.ts';

describe('the allowance of edits', () => {
  it('never gives more than the limit in any minute, whatever comes when', () => {
    const ask = fc.record({ afterMs: fc.nat(5000), isTick: fc.boolean() });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.array(ask, { maxLength: 300 }), (limit, asks) => {
        const allowance = createEditAllowance(limit);
        const given: number[] = [];
        let now = 0;
        for (const { afterMs, isTick } of asks) {
          now += afterMs;
          if (allowance.take(isTick ? 'tick' : 'change', now)) given.push(now);
          expect(given.filter((at) => at > now - 60_000).length).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });

  it('keeps room for a change when a thousand cards tick, and gives all of it again a minute later', () => {
    const allowance = createEditAllowance(50);
    const takeAll = (kind: 'tick' | 'change', now: number) =>
      Array.from({ length: 1000 }, () => allowance.take(kind, now)).filter(Boolean).length;
    expect(takeAll('tick', 0)).toBe(30);
    expect(takeAll('change', 1)).toBe(20);
    expect(takeAll('change', 59_999)).toBe(0);
    expect(takeAll('change', 60_000)).toBe(30);
    expect(takeAll('tick', 120_001)).toBe(30);
  });

  it('of one edit a minute serves both kinds', () => {
    const allowance = createEditAllowance(1);
    expect(allowance.take('tick', 0)).toBe(true);
    expect(allowance.take('change', 59_999)).toBe(false);
    expect(allowance.take('change', 60_000)).toBe(true);
  });
});
