// The price of a draft, before money: counted input, and a range for answers whose length nobody knows yet.
import { type CachePlan, cacheSavingMicros } from './cache.ts';
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
  /** The same without the prompt cache; only where something is marked for it. */
  uncachedHighMicros?: number;
  standardLowMicros: number;
  standardHighMicros: number;
  /** How the input was counted. */
  basis: 'counted' | 'guessed';
  pricesAsOf: string;
  /** How many requests use tools that Anthropic runs: what those add is in none of these amounts. */
  withServerTools?: number;
  /** From real answers; only where rows of the draft were tried. */
  tried?: TriedRange;
}

/** The whole draft as a batch: with all answers as long as the shortest that was tried, and as the longest; micro-dollars. */
export interface TriedRange {
  rows: number;
  lowMicros: number;
  highMicros: number;
}

/** What one model has to do in a draft. */
export interface ModelLoad {
  model: string;
  requests: number;
  inputTokens: number;
  /** Of the longest request. */
  longestInputTokens: number;
  maxOutputTokens: number;
  isUsOnly: boolean;
  /** How many of the requests use tools that Anthropic runs. */
  withServerTools: number;
}

/**
 * Adds up the price of a draft over its models.
 * @param cache what is marked in each request: at worst each one writes it, as if there were no other
 * @returns null when the price of a model is not known
 */
export function estimate(
  loads: ModelLoad[],
  basis: Estimate['basis'],
  pricesAsOf: string,
  cache: Pick<CachePlan, 'tokens'> | null = null,
): Estimate | null {
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
    const price = priceOf(load.model, load.inputTokens / Math.max(1, load.requests), load.isUsOnly);
    const highest = priceOf(load.model, load.longestInputTokens, load.isUsOnly);
    if (price === null || highest === null) return null;
    const low: ModelUsage = { inputTokens: load.inputTokens, outputTokens: 0 };
    const high: ModelUsage = { inputTokens: load.inputTokens, outputTokens: load.maxOutputTokens };
    total.inputTokens += load.inputTokens;
    total.maxOutputTokens += load.maxOutputTokens;
    total.batchLowMicros += batchCostMicros(low, price);
    total.batchHighMicros += batchCostMicros(high, highest);
    total.standardLowMicros += standardCostMicros(low, price);
    total.standardHighMicros += standardCostMicros(high, highest);
    if (load.withServerTools > 0) total.withServerTools = (total.withServerTools ?? 0) + load.withServerTools;
    if (cache === null) continue;
    total.uncachedHighMicros = total.batchHighMicros;
    // Where no request finds what another one wrote, each pays for writing it.
    total.batchHighMicros -= cacheSavingMicros(load.requests, cache.tokens, highest, 0);
  }
  return total;
}

/** Characters per token for a first guess when counting is not possible; errs towards too many tokens. */
export const GUESSED_BYTES_PER_TOKEN = 2.5;
