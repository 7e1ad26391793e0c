// The message batches in Anthropic's list that a submission of unknown outcome could be.
import { type Batch, type RemoteBatch, totalRequests } from '../../core/job/batch.ts';
import type { Deps } from '../deps.ts';

/** The watermark bounds the list; only where somebody deleted it the time does, and clocks may be wrong by hours. */
const SKEW_MS = 24 * 60 * 60_000;
/** The list is as long as the key has been busy since; far more than any settle time needs. */
export const LIST_LIMIT = 1000;

/**
 * @param batch as it was attempted: its size, when, and what was the newest message batch before
 * @returns those of the same size that were made since and belong to no job, newest first; `isWhole` false: there are more that were not looked at
 * @throws ServiceError when Anthropic cannot be asked
 */
export async function candidatesFor(
  { store, batchApi }: Pick<Deps, 'store' | 'batchApi'>,
  batch: Batch,
): Promise<{ candidates: RemoteBatch[]; isWhole: boolean }> {
  const since = (batch.attemptedAt ?? 0) - SKEW_MS;
  const listed = await batchApi.newest({ until: batch.watermarkId, limit: LIST_LIMIT });
  const known = new Set(await store.knownRemoteIds(listed.map((remote) => remote.id)));
  const candidates = listed.filter(
    (remote) =>
      !known.has(remote.id) && totalRequests(remote.counts) === batch.requests && remote.createdAt >= since,
  );
  return { candidates, isWhole: listed.length < LIST_LIMIT || (listed.at(-1)?.createdAt ?? 0) < since };
}
