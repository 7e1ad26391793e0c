// What it means to send a draft, or the offered retry of an ended job: its charge, and what is set with the move.
import { UserError } from '../../core/errors.ts';
import type { Job } from '../../core/job/job.ts';
import { batchCharge, type NewCharge } from '../../core/money/charge.ts';
import type { JobMove } from '../../ports/job-move.ts';

export interface Submission {
  charge: NewCharge;
  set: NonNullable<JobMove['set']>;
}

/**
 * @param attempt 1 for a draft, else that of the offered retry
 * @param of in whose name it is sent, and when in UTC milliseconds
 * @throws UserError when it has no price
 */
export function submission(job: Job, attempt: number, { by, now }: { by: string; now: number }): Submission {
  const isRetry = attempt > 1;
  const estimate = (isRetry ? job.retry : job.report)?.estimate ?? null;
  if (estimate === null) throw noPrice(job, isRetry);
  const model = (isRetry ? job.retry?.overrides.model : null) ?? job.settings.model;
  return {
    charge: batchCharge(job, { attempt, by, model, micros: estimate.batchHighMicros, now }),
    set: {
      submittedBy: by,
      submittedAt: now,
      notice: null,
      ...(isRetry ? { attempt, revision: job.revision + 1, retry: withBefore(job) } : {}),
    },
  };
}

function withBefore({ retry, submittedBy, submittedAt, notice }: Job): Job['retry'] {
  return retry === null ? null : { ...retry, before: { submittedBy, submittedAt, notice } };
}

function noPrice({ number }: Job, isRetry: boolean): UserError {
  return isRetry
    ? new UserError(
        'no-price',
        `The retry of job #${number} has no price.`,
        'Choose a model whose price is known: /batch retry … --model ID.',
      )
    : new UserError(
        'no-price',
        `Job #${number} has no price yet.`,
        'Press Edit on its card and choose a model whose price is known.',
      );
}
