// Asks Anthropic how running message batches are doing.
import { type Batch, type RemoteBatch, type RequestCounts, totalRequests } from '../core/batch.ts';
import { ServiceError } from '../core/errors.ts';
import { explain } from '../core/explain.ts';
import type { Deps } from './deps.ts';
import { archivedNotice, deletedNotice } from './lost-batch.ts';
import { OTHER_KEY } from './notice-key.ts';

type RefreshDeps = Pick<Deps, 'store' | 'batchApi' | 'clock' | 'log'>;

/** A batch we just created may not be visible everywhere yet; after this, not found means gone. */
const VISIBLE_AFTER_MS = 10 * 60_000;
/** From this many on one list page is cheaper than asking for each. */
const LIST_FROM = 4;
const PAGE = 1000;

/** Updates every running batch that can be asked about; one batch's failure stops no other. */
export async function refreshBatches(deps: RefreshDeps): Promise<void> {
  const running: Batch[] = [];
  for (const batch of await deps.store.batchesIn(['running'])) {
    if (batch.keyFingerprint === null || batch.keyFingerprint === deps.batchApi.keyFingerprint)
      running.push(batch);
    else if (batch.notice !== OTHER_KEY) {
      await deps.store.moveBatch(batch.id, { from: ['running'], to: 'running', set: { notice: OTHER_KEY } });
    }
  }
  const listed =
    running.length >= LIST_FROM ? await listRecent(deps, running.length) : new Map<string, RemoteBatch>();
  for (const batch of running) {
    if (batch.remoteId === null) continue;
    try {
      const remote = listed.get(batch.remoteId) ?? (await deps.batchApi.get(batch.remoteId));
      await record(deps, batch, remote);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      await recordTrouble(deps, batch, error);
    }
  }
}

async function listRecent(deps: RefreshDeps, running: number): Promise<Map<string, RemoteBatch>> {
  const limit = Math.ceil(running / PAGE) * PAGE;
  const remotes = await deps.batchApi.newest({ until: null, limit }).catch((error: unknown) => {
    if (!(error instanceof ServiceError)) throw error;
    return [];
  });
  return new Map(remotes.map((remote) => [remote.id, remote]));
}

async function record(deps: RefreshDeps, batch: Batch, remote: RemoteBatch): Promise<void> {
  if (remote.archivedAt !== null) {
    await deps.store.moveBatch(batch.id, {
      from: ['running'],
      to: 'lost',
      set: {
        counts: remote.counts,
        endedAt: remote.endedAt ?? deps.clock.now(),
        notice: archivedNotice(batch),
      },
    });
    return;
  }
  const ended = remote.status === 'ended';
  if (!ended && batch.notice === null && sameCounts(batch.counts, remote.counts)) return;
  await deps.store.moveBatch(batch.id, {
    from: ['running'],
    to: ended ? 'ended' : 'running',
    set: {
      counts: remote.counts,
      endedAt: ended ? (remote.endedAt ?? deps.clock.now()) : null,
      notice: null,
    },
  });
}

function sameCounts(a: RequestCounts | null, b: RequestCounts): boolean {
  return (
    a !== null &&
    a.succeeded === b.succeeded &&
    a.processing === b.processing &&
    totalRequests(a) === totalRequests(b)
  );
}

async function recordTrouble(deps: RefreshDeps, batch: Batch, error: ServiceError): Promise<void> {
  deps.log.warn(
    { batchId: batch.remoteId, kind: error.kind, code: error.code },
    'message batch could not be asked about',
  );
  if (error.kind === 'gone' && deps.clock.now() - (batch.createdAt ?? 0) > VISIBLE_AFTER_MS) {
    await deps.store.moveBatch(batch.id, {
      from: ['running'],
      to: 'lost',
      set: { endedAt: deps.clock.now(), notice: deletedNotice(batch) },
    });
    return;
  }
  const notice = error.kind === 'refused' ? Object.values(explain(error)).join(' ') : batch.notice;
  if (notice !== batch.notice)
    await deps.store.moveBatch(batch.id, { from: ['running'], to: 'running', set: { notice } });
}
