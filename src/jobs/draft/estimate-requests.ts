// The price of requests that were rendered: the tokens of a sample are counted by Anthropic, the rest follows its bytes.

import { ServiceError } from '../../core/errors.ts';
import type { CachePlan } from '../../core/money/cache.ts';
import { type Estimate, estimate, GUESSED_BYTES_PER_TOKEN } from '../../core/money/estimate.ts';
import { PRICES } from '../../core/money/price-table.ts';
import type { CheckReport, Load, Sample } from '../../ports/job-data.ts';
import type { Deps } from '../deps.ts';

type EstimateDeps = Pick<Deps, 'batchApi' | 'log'>;

/** The price of what models would have to do, or null when a model's price is not known. */
export type PriceLoads = (loads: readonly Load[], cache: CachePlan | null) => Estimate | null;

/** @returns what prices the requests of a check, by the tokens of its samples */
export async function createPriceLoads(
  deps: EstimateDeps,
  { samples }: Pick<CheckReport, 'samples'>,
): Promise<PriceLoads> {
  const rates = await countSamples(deps, samples);
  const basis = rates === null || rates.size === 0 ? 'guessed' : 'counted';
  return (loads, cache) => {
    const priced = loads.map((load) => ({
      model: load.model,
      requests: load.requests,
      inputTokens: Math.ceil(load.bytes * rateFor(load, rates)),
      longestInputTokens: Math.ceil(load.longestBytes * rateFor(load, rates)),
      maxOutputTokens: load.maxOutputTokens,
      isUsOnly: load.isUsOnly,
      withServerTools: load.withServerTools,
    }));
    return estimate(priced, basis, PRICES.asOf, cache);
  };
}

/** Tokens per byte of request, by model, from counting a spread sample; null when counting is not possible. */
async function countSamples(deps: EstimateDeps, samples: Sample[]): Promise<Map<string, number> | null> {
  const sums = new Map<string, { tokens: number; bytes: number }>();
  try {
    const counts = await Promise.all(samples.map(({ params }) => deps.batchApi.countTokens(params)));
    samples.forEach((sample, index) => {
      const sum = sums.get(sample.model) ?? { tokens: 0, bytes: 0 };
      sum.tokens += counts[index] ?? 0;
      sum.bytes += sample.bytes;
      sums.set(sample.model, sum);
    });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    deps.log.warn({ code: error.code, kind: error.kind }, 'tokens could not be counted');
    return null;
  }
  return new Map([...sums].map(([model, sum]) => [model, sum.tokens / Math.max(1, sum.bytes)]));
}

/** A model without a sample of its own takes the highest rate seen. */
function rateFor(load: Load, rates: Map<string, number> | null): number {
  if (rates === null || rates.size === 0) return 1 / GUESSED_BYTES_PER_TOKEN;
  return rates.get(load.model) ?? Math.max(...rates.values());
}
