// The report of a draft: what would be sent, what stands in the way, and what it costs.
import { fieldNotes } from '../../core/answer/answer-fields.ts';
import { checkSettings } from '../../core/draft/check-settings.ts';
import type { TrialPlan } from '../../core/draft/trial.ts';
import { type DraftReport, type Duplicates, hasFiles, type Job } from '../../core/job/job.ts';
import type { BuildReport, CheckReport } from '../../ports/job-data.ts';
import type { Deps } from '../deps.ts';
import { createPriceLoads, type PriceLoads } from './estimate-requests.ts';
import { checkWithCache } from './plan-cache.ts';

type PriceDeps = Pick<Deps, 'jobData' | 'batchApi' | 'modelList' | 'clock' | 'log' | 'options'>;

/** @returns the whole report; a service that cannot be asked becomes a note, not a failure. */
export async function priceDraft(deps: PriceDeps, job: Job, built: BuildReport): Promise<DraftReport> {
  const models = await deps.modelList.read();
  const { format, split, readyMade, columns, rows, byId = [] } = built;
  const notes = [...built.notes, ...fieldNotes(job.settings.answerFields, readyMade)];
  if (readyMade && job.settings.prompt?.trim())
    notes.push('The prompt that came with the file is not used: its requests bring their own.');
  if (models === null)
    notes.push('Anthropic could not be asked which models there are; the model was not checked.');
  const { settings } = job;
  const shared = {
    settings,
    model: settings.model,
    format,
    columns,
    readyMade,
    hasFiles: hasFiles(format, job),
    requests: rows,
  };
  const { checked, cache } = await checkWithCache(deps, shared, (end) =>
    deps.jobData.check({
      jobId: job.id,
      format,
      settings,
      models,
      maxBatchRequests: maxBatchRequests(deps, job),
      cache: end,
    }),
  );
  const blockers = [
    ...checkSettings(job.settings, { columns, readyMade, models, now: deps.clock.now() }),
    ...checked.blockers,
  ];
  const price = checked.requests === 0 ? () => null : await createPriceLoads(deps, checked);
  return {
    format,
    split,
    readyMade,
    columns,
    rows,
    requests: checked.requests,
    duplicates: duplicatesOf(checked, price),
    notes: [...notes, ...checked.notes],
    skipped: checked.skipped,
    blockers,
    previews: checked.previews,
    estimate: price(checked.loads, cache),
    plan: checked.plan,
    trial: trialPlan(checked, price),
    ...(byId.length > 0 ? { byId } : {}),
    cache,
  };
}

function duplicatesOf({ duplicates: { rows, loads } }: CheckReport, price: PriceLoads): Duplicates | null {
  return rows === 0 ? null : { rows, savesMicros: price(loads, null)?.batchHighMicros ?? null };
}

function trialPlan({ trial: { seqs, loads } }: CheckReport, price: PriceLoads): TrialPlan | null {
  const highMicros = price(loads, null)?.standardHighMicros ?? null;
  return seqs.length === 0 || highMicros === null ? null : { seqs, highMicros };
}

/** @returns how many requests one message batch of the job may have: what the person asked for, never more than the operator allows */
export function maxBatchRequests({ options }: Pick<Deps, 'options'>, { settings }: Job): number {
  return Math.min(settings.batchRequests ?? options.maxBatchRequests, options.maxBatchRequests);
}
