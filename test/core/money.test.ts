// Prices, usage and estimates, in integer micro-dollars.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimate } from '../../src/core/money/estimate.ts';
import { PRICES } from '../../src/core/money/price-table.ts';
import {
  batchCostMicros,
  dollarsForFile,
  formatDollars,
  priceOf,
  standardCostMicros,
} from '../../src/core/money/pricing.ts';

/** What costs nothing extra. */
const PLAIN = { isUsOnly: false, withServerTools: 0 };

function price(model: string, promptTokens = 0) {
  const found = priceOf(model, promptTokens);
  if (found === null) throw new Error(`no price for ${model}`);
  return found;
}

describe('a price', () => {
  it('of a batch is half of the standard one', () => {
    const usage = { inputTokens: 1_000_000, outputTokens: 1_000_000 };
    expect(standardCostMicros(usage, price('claude-opus-5-5'))).toBe(24_000_000);
    expect(batchCostMicros(usage, price('claude-opus-5-5'))).toBe(12_000_000);
  });

  it('counts the cache columns at their own rates, and searches without a discount', () => {
    const usage = {
      inputTokens: 0,
      outputTokens: 0,
      cacheWrite5mTokens: 1_000_000,
      cacheWrite1hTokens: 1_000_000,
      cacheReadTokens: 1_000_000,
      webSearches: 3,
    };
    expect(batchCostMicros(usage, price('claude-sonnet-5-5'))).toBe(1_250_000 + 2_000_000 + 50_000 + 30_000);
  });

  it('of claude-haiku-5-5 is five times as high above 100,000 tokens of prompt', () => {
    expect(price('claude-haiku-5-5', 100_000).input).toBe(100);
    expect(price('claude-haiku-5-5', 100_001).input).toBe(500);
  });

  it('of a dated snapshot is that of its alias; an unknown model has none', () => {
    expect(price('claude-haiku-4-5-20251001')).toEqual(price('claude-haiku-4-5'));
    expect(priceOf('claude-nine', 0)).toBeNull();
    expect(priceOf('constructor', 0)).toBeNull();
  });

  it('has an output above its input, and cache reads below, for every model', () => {
    for (const { price: one } of Object.values(PRICES.models)) {
      expect(one.output).toBeGreaterThan(one.input);
      expect(one.cacheRead).toBeLessThan(one.input);
    }
  });

  it('is a whole number of micro-dollars that grows with the tokens', () => {
    const tokens = fc.nat(10_000_000);
    fc.assert(
      fc.property(tokens, tokens, tokens, (input, output, more) => {
        const rates = price('claude-fable-5-2');
        const cost = batchCostMicros({ inputTokens: input, outputTokens: output }, rates);
        expect(Number.isSafeInteger(cost)).toBe(true);
        expect(
          batchCostMicros({ inputTokens: input + more, outputTokens: output }, rates),
        ).toBeGreaterThanOrEqual(cost);
      }),
    );
  });
});

describe('dollars as text', () => {
  it.each([
    [0, '$0.00'],
    [1, 'less than $0.0001'],
    [116, '$0.0002'],
    [5141, '$0.0052'],
    [14_900, '$0.0149'],
    [500_000, '$0.50'],
    [1_000_000, '$1.00'],
    [1_234_560_001, '$1,234.57'],
  ])('%i micro-dollars are %s', (micros, text) => expect(formatDollars(micros)).toBe(text));

  it('never understate', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 10_000_000_000 }), (micros) => {
        expect(Number(formatDollars(micros).replace(/[$,]/g, '')) * 1_000_000).toBeGreaterThanOrEqual(
          micros - 0.001,
        );
      }),
    );
  });

  it('have six digits in files', () => expect(dollarsForFile(12)).toBe('0.000012'));
});

describe('an estimate', () => {
  it('runs from the input alone to every answer at its limit', () => {
    const found = estimate(
      [
        {
          model: 'claude-sonnet-5-5',
          requests: 10,
          inputTokens: 1000,
          longestInputTokens: 100,
          maxOutputTokens: 20_000,
          ...PLAIN,
        },
      ],
      'counted',
      '2026-11-09',
    );
    expect(found).toMatchObject({
      batchLowMicros: 1000,
      batchHighMicros: 101_000,
      standardLowMicros: 2000,
      standardHighMicros: 202_000,
    });
  });

  it('takes the rates for long prompts when a request is longer than 100,000 tokens on average', () => {
    const load = { model: 'claude-haiku-5-5', requests: 2, maxOutputTokens: 2000, ...PLAIN };
    const high = (inputTokens: number, longestInputTokens: number) =>
      estimate([{ ...load, inputTokens, longestInputTokens }], 'counted', '')?.batchHighMicros;
    expect(high(200_000, 100_000)).toBe(10_500);
    // One long prompt among short ones: what the card says "at most" must hold for it too.
    expect(high(150_010, 150_000)).toBe(40_003);
  });

  it('counts a tenth more for requests that are kept in the US, on models that cost more there', () => {
    const load = {
      ...PLAIN,
      requests: 1,
      inputTokens: 1000,
      longestInputTokens: 1000,
      maxOutputTokens: 1000,
    };
    const high = (model: string, isUsOnly: boolean) =>
      estimate([{ ...load, model, isUsOnly }], 'counted', '')?.batchHighMicros;
    expect(high('claude-sonnet-5-5', true)).toBe(((high('claude-sonnet-5-5', false) ?? 0) * 11) / 10);
    expect(high('claude-haiku-4-5', true)).toBe(high('claude-haiku-4-5', false));
  });

  it('adds up several models, and is none when one has no price', () => {
    const load = { requests: 1, inputTokens: 1000, longestInputTokens: 1000, maxOutputTokens: 0, ...PLAIN };
    const both = estimate(
      [
        { model: 'claude-opus-5', ...load },
        { model: 'claude-haiku-4-5', ...load },
      ],
      'counted',
      '',
    );
    expect(both?.batchLowMicros).toBe(2500 + 500);
    expect(estimate([{ model: 'claude-nine', ...load }], 'counted', '')).toBeNull();
  });
});
