// The range of a batch from rows that were tried: exact where it can be, never above the most that it can cost.
import { describe, expect, it } from 'vitest';
import { estimate } from '../../src/core/money/estimate.ts';
import { messageCostMicros, resultCostMicros } from '../../src/core/money/pricing.ts';
import { triedRange } from '../../src/core/money/tried-range.ts';

/** What costs nothing extra. */
const PLAIN = { isUsOnly: false, withServerTools: 0 };

const MODEL = 'claude-sonnet-5-5';

function draft(requests: number) {
  const load = {
    model: MODEL,
    requests,
    inputTokens: requests * 100,
    longestInputTokens: 100,
    maxOutputTokens: requests * 1000,
    ...PLAIN,
  };
  const price = estimate([load], 'counted', '2026-11-09');
  if (price === null) throw new Error('The model has no price.');
  return price;
}

const answer = (outputTokens: number, model = MODEL) => ({ model, inputTokens: 100, outputTokens });

describe('triedRange', () => {
  it('is the input, and all answers as the shortest and the longest that were tried', () => {
    // Sonnet 5.5 as a batch: $1 and $5 per million tokens.
    expect(triedRange(draft(1000), 1000, [answer(30), answer(10), answer(20)])).toEqual({
      rows: 3,
      lowMicros: 100_000 + 10_000 * 5,
      highMicros: 100_000 + 30_000 * 5,
    });
  });

  it('is rounded once for all requests, and never above the most', () => {
    const price = draft(1_000_000);
    expect(triedRange(price, 1_000_000, [answer(0), answer(5000)])).toEqual({
      rows: 2,
      lowMicros: price.batchLowMicros,
      highMicros: price.batchHighMicros,
    });
    const tiny = { batchLowMicros: 0, batchHighMicros: 1_000_000 };
    expect(triedRange(tiny, 1000, [answer(1, 'claude-haiku-5-5')])?.lowMicros).toBe(250);
  });

  it('is none without an answer, or for a model without a price', () => {
    expect(triedRange(draft(10), 10, [])).toBeNull();
    expect(triedRange(draft(10), 10, [answer(1), answer(1, 'claude-unknown')])).toBeNull();
  });
});

describe('the price of a trial', () => {
  it('is in the end exact, twice that of a result in a batch', () => {
    const usage = { inputTokens: 123, outputTokens: 45, cacheReadTokens: 1000 };
    expect(messageCostMicros(MODEL, usage)).toBe(123 * 2 + 45 * 10 + 100);
    expect(resultCostMicros(MODEL, usage)).toBe((123 * 2 + 45 * 10 + 100) / 2);
    expect(messageCostMicros('claude-unknown', usage)).toBeNull();
  });
});
