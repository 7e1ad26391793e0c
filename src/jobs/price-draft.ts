// The report of a draft: what would be sent, what stands in the way, and what it costs.
import { checkSettings } from '../core/check-settings.ts';
import { ServiceError } from '../core/errors.ts';
import { type Estimate, estimate, GUESSED_BYTES_PER_TOKEN } from '../core/estimate.ts';
import type { DraftReport, Job } from '../core/job.ts';
import { PRICES } from '../core/price-table.ts';
import type { BuildReport, CheckReport, Load, Sample } from '../ports/job-data.ts';
import type { Deps } from './deps.ts';

type PriceDeps = Pick<Deps, 'jobData' | 'batchApi' | 'modelList' | 'clock' | 'log'>;

/** @returns the whole report; a service that cannot be asked becomes a note, not a failure. */
export async function priceDraft(deps: PriceDeps, job: Job, built: BuildReport): Promise<DraftReport> {
  const models = await deps.modelList.read();
  const { format, split, readyMade, columns, rows } = built;
  const notes = [...built.notes];
  if (models === null)
    notes.push('Anthropic could not be asked which models there are; the model was not checked.');
  const checked = await deps.jobData.check({ jobId: job.id, format, settings: job.settings, models });
  const blockers = [
    ...checkSettings(job.settings, { columns, readyMade, models, now: deps.clock.now() }),
    ...checked.blockers,
  ];
  const priced = checked.requests === 0 ? null : await estimateOf(deps, checked);
  return {
    format,
    split,
    readyMade,
    columns,
    rows,
    requests: checked.requests,
    notes: [...notes, ...checked.notes],
    skipped: checked.skipped,
    blockers,
    previews: checked.previews,
    estimate: priced,
    plan: checked.plan,
  };
}

async function estimateOf(deps: PriceDeps, checked: CheckReport): Promise<Estimate | null> {
  const rates = await countSamples(deps, checked.samples);
  const loads = checked.loads.map((load) => ({
    model: load.model,
    requests: load.requests,
    inputTokens: Math.ceil(load.bytes * rateFor(load, rates)),
    longestInputTokens: Math.ceil(load.longestBytes * rateFor(load, rates)),
    maxOutputTokens: load.maxOutputTokens,
  }));
  return estimate(loads, rates === null ? 'guessed' : 'counted', PRICES.asOf);
}

/** Tokens per byte of request, by model, from counting a spread sample; null when counting is not possible. */
async function countSamples(deps: PriceDeps, samples: Sample[]): Promise<Map<string, number> | null> {
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
