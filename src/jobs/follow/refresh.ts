// Asks Anthropic how running message batches are doing.

import { ServiceError } from '../../core/errors.ts';
import { type Batch, type RemoteBatch, type RequestCounts, totalRequests } from '../../core/job/batch.ts';
import { explain } from '../../core/trouble/explain.ts';
import type { Deps } from '../deps.ts';
import { archivedNotice, deletedNotice } from './lost-batch.ts';
import { mayBeHidden, noteOtherKey } from './other-key.ts';

type RefreshDeps = Pick<Deps, 'store' | 'batchApi' | 'clock' | 'log' | 'memory'>;

/** A batch we just created may not be visible everywhere yet; after this, not found means gone. */
const VISIBLE_AFTER_MS = 10 * 60_000;
/** From this many on one list page is cheaper than asking for each. */
const LIST_FROM = 4;
/** Most that are asked about one by one in a tick. */
const SINGLES = 50;

/** Updates every running batch that can be asked about; one batch's failure stops no other. */
export async function refreshBatches(deps: RefreshDeps): Promise<void> {
  // Those of another key too: a new key of the same workspace sees them.
  const running = await deps.store.batchesIn(['running']);
  const listed = await listRecent(deps, running);
  for (const batch of running) {
    const remote = listed.get(batch.remoteId ?? '');
    if (remote !== undefined) await record(deps, batch, remote);
  }
  await askSingly(
    deps,
    running.filter(({ remoteId }) => remoteId !== null && !listed.has(remoteId)),
  );
}

/** Reads the list page by page, as long as a page may save more calls than it costs. */
async function listRecent(deps: RefreshDeps, running: readonly Batch[]): Promise<Map<string, RemoteBatch>> {
  const listed = new Map<string, RemoteBatch>();
  if (running.length < LIST_FROM) return listed;
  let pages = 0;
  try {
    for await (const page of deps.batchApi.pages()) {
      pages += 1;
      for (const remote of page) listed.set(remote.id, remote);
      const reached = page.at(-1)?.createdAt ?? 0;
      const mayCome = running.filter(
        ({ remoteId, createdAt }) => !listed.has(remoteId ?? '') && (createdAt ?? 0) <= reached,
      ).length;
      if (mayCome < LIST_FROM || mayCome <= pages) break;
    }
  } catch (error) {
    // What was read before is true all the same.
    if (!(error instanceof ServiceError)) throw error;
    deps.log.warn({ kind: error.kind, code: error.code }, 'the list of message batches could not be read');
  }
  return listed;
}

/** Only so many in one tick; those that were not asked about for the longest time go first. */
async function askSingly(deps: RefreshDeps, batches: readonly Batch[]): Promise<void> {
  const { askedAt } = deps.memory;
  const inTurn = [...batches].sort((a, b) => (askedAt.get(a.id) ?? 0) - (askedAt.get(b.id) ?? 0));
  const unasked = new Set(batches.map(({ id }) => id));
  for (const id of askedAt.keys()) if (!unasked.has(id)) askedAt.delete(id);
  for (const batch of inTurn.slice(0, SINGLES)) {
    if (batch.remoteId === null) continue;
    askedAt.set(batch.id, deps.clock.now());
    try {
      await record(deps, batch, await deps.batchApi.get(batch.remoteId));
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      await recordTrouble(deps, batch, error);
    }
  }
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
  if (error.kind === 'gone' && mayBeHidden(batch, deps)) return noteOtherKey(deps, batch);
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
