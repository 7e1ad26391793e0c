// The price of a draft, before money: counted input, and a range for answers whose length nobody knows yet.
import type { ModelUsage } from './pricing.ts';
import { batchCostMicros, priceOf, standardCostMicros } from './pricing.ts';

export interface Estimate {
  inputTokens: number;
  /** Every answer at its limit. */
  maxOutputTokens: number;
  /** Input alone, as a batch. */
  batchLowMicros: number;
  /** Input and every answer at its limit, as a batch: what Submit asks the person to agree to. */
  batchHighMicros: number;
  standardLowMicros: number;
  standardHighMicros: number;
  /** How the input was counted. */
  basis: 'counted' | 'guessed';
  pricesAsOf: string;
}

/** What one model has to do in a draft. */
export interface ModelLoad {
  model: string;
  requests: number;
  inputTokens: number;
  /** Of the longest request. */
  longestInputTokens: number;
  maxOutputTokens: number;
}

/**
 * Adds up the price of a draft over its models.
 * @returns null when the price of a model is not known
 */
export function estimate(loads: ModelLoad[], basis: Estimate['basis'], pricesAsOf: string): Estimate | null {
  const total: Estimate = {
    inputTokens: 0,
    maxOutputTokens: 0,
    batchLowMicros: 0,
    batchHighMicros: 0,
    standardLowMicros: 0,
    standardHighMicros: 0,
    basis,
    pricesAsOf,
  };
  for (const load of loads) {
    // A model that costs more for long prompts: at least what the average costs, at most what the longest does.
    const price = priceOf(load.model, load.inputTokens / Math.max(1, load.requests));
    const highest = priceOf(load.model, load.longestInputTokens);
    if (price === null || highest === null) return null;
    const low: ModelUsage = { inputTokens: load.inputTokens, outputTokens: 0 };
    const high: ModelUsage = { inputTokens: load.inputTokens, outputTokens: load.maxOutputTokens };
    total.inputTokens += load.inputTokens;
    total.maxOutputTokens += load.maxOutputTokens;
    total.batchLowMicros += batchCostMicros(low, price);
    total.batchHighMicros += batchCostMicros(high, highest);
    total.standardLowMicros += standardCostMicros(low, price);
    total.standardHighMicros += standardCostMicros(high, highest);
  }
  return total;
}

/** Characters per token for a first guess when counting is not possible; errs towards too many tokens. */
export const GUESSED_BYTES_PER_TOKEN = 2.5;
