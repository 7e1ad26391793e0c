// Parts of an attempt wait while its first request fills the prompt cache.
import type { Batch } from '../../core/job/batch.ts';
import type { Job } from '../../core/job/job.ts';
import { waitsForWarmUp } from '../../core/money/warm-up.ts';
import type { Retry } from '../../core/result/retry.ts';
import type { Deps } from '../deps.ts';

const WARMING_UP =
  'Warming the cache with one request: it is written once, and the others read it for less. They follow as soon as this one is answered, in half an hour at the latest.';

/** Sent at once, each would fill it itself, at a higher price than without a cache. @returns whether this part has to wait, which its notice then says */
export async function isWarmingUp(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  job: Job,
  batches: readonly Batch[],
  batch: Batch,
): Promise<boolean> {
  const { cache = null, plan = [] } = agreedTo(job) ?? {};
  if (cache === null || !waitsForWarmUp(plan, batches, batch, clock.now())) return false;
  if (batch.notice !== WARMING_UP)
    await store.moveBatch(batch.id, { from: ['ready'], to: 'ready', set: { notice: WARMING_UP } });
  return true;
}

/** @returns what a person agreed to send: the draft, or the retry under way */
export function agreedTo({ attempt, report, retry }: Job): Pick<Retry, 'plan' | 'cache'> | null {
  return attempt === 1 ? report : retry;
}
