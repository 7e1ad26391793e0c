// What makes the card of a job under way look different: a cheap answer, before anything is rendered.
import type { Batch } from './batch.ts';
import { elapsedStepMin } from './elapsed.ts';
import type { Job } from './job.ts';

/** @returns a value that changes with the job's state, its message batches, and each step of elapsed time */
export function lookOf(job: Job, batches: readonly Batch[], now: number): string {
  const parts = batches.map(({ id, state, counts, notice }) => [id, state, counts, notice]);
  const step = elapsedStepMin(now - (job.submittedAt ?? job.createdAt));
  return JSON.stringify([job.state, job.revision, job.notice, step, parts]);
}

/** @returns whether there are results to fetch, or an end to be told that a crash has left untold */
export function isToCollect(batches: readonly Batch[]): boolean {
  return (
    batches.some(({ state }) => state === 'ended') ||
    (batches.length > 0 &&
      batches.every(({ state }) => state === 'collected' || state === 'lost' || state === 'refused'))
  );
}
