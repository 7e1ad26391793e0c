// The message batches in Anthropic's list that a submission of unknown outcome could be.
import { type Batch, type RemoteBatch, totalRequests } from '../../core/job/batch.ts';
import type { Deps } from '../deps.ts';

/** Clocks may differ by this much. */
const SKEW_MS = 60_000;
/** The list is as long as the key has been busy since; far more than any settle time needs. */
const LIST_LIMIT = 1000;

/**
 * @param batch as it was attempted: its size, when, and what was the newest message batch before
 * @returns those of the same size that were made since and belong to no job, newest first
 * @throws ServiceError when Anthropic cannot be asked
 */
export async function candidatesFor(
  { store, batchApi }: Pick<Deps, 'store' | 'batchApi'>,
  batch: Batch,
): Promise<RemoteBatch[]> {
  const listed = await batchApi.newest({ until: batch.watermarkId, limit: LIST_LIMIT });
  const known = new Set(await store.knownRemoteIds(listed.map((remote) => remote.id)));
  return listed.filter(
    (remote) =>
      !known.has(remote.id) &&
      totalRequests(remote.counts) === batch.requests &&
      remote.createdAt >= (batch.attemptedAt ?? 0) - SKEW_MS,
  );
}
