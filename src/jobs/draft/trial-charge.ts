// What a trial was charged, row by row: the place where whoever keeps accounts hears of it.
import type { TrialRow } from '../../core/draft/trial.ts';
import type { Job } from '../../core/job/job.ts';
import type { Deps } from '../deps.ts';

/**
 * Called at the end of a trial, and once more after a crash: whoever records charges does so by (job, revision, row).
 * Costs are exact, from Anthropic's usage, in micro-dollars at standard rates.
 */
export function recordTrialCharges({ log }: Pick<Deps, 'log'>, job: Job, rows: readonly TrialRow[]): void {
  for (const { revision, seq, askedBy, answer } of rows)
    if (answer !== null)
      log.info(
        { jobId: job.id, revision, seq, by: askedBy, costMicros: answer.costMicros },
        'a row was tried',
      );
}
