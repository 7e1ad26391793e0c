// Budgets decided on the edge: 80, 90 and 100 percent, and the amounts that people type.
import { describe, expect, it } from 'vitest';
import {
  type Budget,
  overBudget,
  overdrawn,
  readDollars,
  type Standing,
  usedPercent,
  warningStep,
} from '../../src/core/money/budget.ts';
import { attemptCostMicros, monthOf } from '../../src/core/money/charge.ts';

const BUDGET: Budget = {
  teamId: 'T1',
  scope: 'channel',
  subjectId: 'C1',
  limitMicros: 100_000_000,
  setBy: 'U1',
  setAt: 0,
};
const used = (usedMicros: number): Standing => ({ budget: BUDGET, month: '2026-11', usedMicros });

describe('a budget', () => {
  it.each([
    [0, null],
    [79_999_999, null],
    [80_000_000, 80],
    [89_999_999, 80],
    [90_000_000, 90],
    [100_000_000, 90],
  ])('used by %i micro-dollars warns at %s', (micros, step) => {
    expect(warningStep(used(micros))).toBe(step);
    expect(warningStep(used(micros - 1), 1)).toBe(step);
  });

  it('may be used up to the last micro-dollar and no further', () => {
    expect(overdrawn([used(60_000_000)], 40_000_000)).toBeNull();
    expect(overdrawn([used(0), used(60_000_000)], 40_000_001)).toEqual(used(60_000_000));
  });

  it('is refused with whose it is, what is left, and who can raise it', () => {
    const { message, next } = overBudget(used(97_899_999), {
      kind: 'batch',
      jobNumber: 7,
      reservedMicros: 5_000_000,
    });
    expect(message).toContain('#7 was not sent: it costs $5.00 at most');
    expect(message).toContain('the budget of this channel for November 2026 has $2.10 left of $100.00');
    expect(next).toContain('admin');
  });
});

it('a budget of nothing is used up, and warns of nothing', () => {
  const nothing = { ...used(0), budget: { ...BUDGET, limitMicros: 0 } };
  expect(overdrawn([nothing], 1)).toBe(nothing);
  expect(overdrawn([nothing], 0)).toBeNull();
  expect(usedPercent(nothing)).toBe(100);
  expect(warningStep(nothing)).toBeNull();
});

describe('an amount', () => {
  it.each([
    ['$100', 100_000_000],
    ['99.5', 99_500_000],
    ['1,000', 1_000_000_000],
    ['0.07$', 70_000],
    ['$0', 0],
  ])('%s is %i micro-dollars', (text, micros) => expect(readDollars(text)).toBe(micros));

  it.each(['', '-5', '1e9', '100 €', '1,00', '$', 'NaN'])('%s is none', (text) =>
    expect(() => readDollars(text)).toThrow('no amount'),
  );
});

it('a month is that of UTC', () => {
  expect(monthOf(Date.UTC(2026, 11, 31, 23, 59, 59, 999))).toBe('2026-12');
  expect(monthOf(Date.UTC(2027, 0, 1))).toBe('2027-01');
});

it('an attempt costs what came on top of those before', () => {
  expect(attemptCostMicros({ costMicros: 500 }, null)).toBe(500);
  expect(attemptCostMicros({ costMicros: 500 }, { costMicros: 300 })).toBe(200);
  expect(attemptCostMicros({ costMicros: null }, { costMicros: 300 })).toBeNull();
  expect(attemptCostMicros({ costMicros: 500 }, { costMicros: null })).toBeNull();
});
