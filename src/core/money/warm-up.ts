// The first request of a job fills the prompt cache, and the others wait until it has been answered.
import type { Batch, PlannedBatch } from '../job/batch.ts';

/** Waited for the first request at most; then the others are sent all the same, and may have to fill the cache themselves. */
const WARM_UP_MS = 30 * 60_000;

/**
 * @param plan of the attempt, whose first part is the first request alone
 * @returns whether this part has to wait for the first one, `now` in UTC milliseconds
 */
export function waitsForWarmUp(
  plan: readonly PlannedBatch[],
  batches: readonly Batch[],
  batch: Pick<Batch, 'firstSeq'>,
  now: number,
): boolean {
  const firstSeq = plan[0]?.firstSeq;
  if (batch.firstSeq === firstSeq) return false;
  const first = batches.find((one) => one.firstSeq === firstSeq && one.state !== 'refused');
  if (first === undefined) return false;
  switch (first.state) {
    case 'ready':
      return true;
    case 'submitting':
    case 'needs-human':
    case 'running':
      return now < (first.createdAt ?? first.attemptedAt ?? 0) + WARM_UP_MS;
    default:
      return false;
  }
}
