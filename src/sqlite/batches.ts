// Message batches in the control database.
import type { Kysely, Selectable, Updateable } from 'kysely';
import { BATCH_MOVES, type Batch } from '../core/job/batch.ts';
import type { BatchMove, Store } from '../ports/store.ts';
import { checkMove } from './check-move.ts';
import type { BatchTable, ControlDatabase } from './database.ts';
import { type OnProblem, parseColumn, readEach, toColumn } from './json-column.ts';
import { knownState } from './known-state.ts';

type BatchPart = Pick<
  Store,
  'planBatches' | 'batchesOf' | 'batchesOfJobsIn' | 'batchesIn' | 'knownRemoteIds' | 'moveBatch'
>;

/** Ids per query, well below every database's limit of parameters. */
const IDS_AT_ONCE = 500;

/** @returns the store's part for message batches; `onProblem` hears of rows that lists leave out. */
export function createBatches(db: Kysely<ControlDatabase>, onProblem: OnProblem): BatchPart {
  return {
    planBatches: (jobId, batches) =>
      db.transaction().execute(async (tx) => {
        await removePlanned(tx, jobId);
        for (const batch of batches) {
          await tx
            .insertInto('batch')
            .values({
              id: batch.id,
              job_id: jobId,
              position: batch.position,
              attempt: batch.attempt,
              state: batch.state,
              first_seq: batch.firstSeq,
              last_seq: batch.lastSeq,
              requests: batch.requests,
              body_bytes: batch.bodyBytes,
              body_sha256: batch.bodySha256,
              remote_id: batch.remoteId,
              key_fingerprint: batch.keyFingerprint ?? null,
              created_at: batch.createdAt ?? null,
              expires_at: batch.expiresAt ?? null,
              counts: toColumn(batch.counts ?? null),
            })
            .execute();
        }
      }),

    async batchesOf(jobId) {
      const rows = await db
        .selectFrom('batch')
        .selectAll()
        .where('job_id', '=', jobId)
        .orderBy('position')
        .execute();
      // Not readEach: a job that seems to have fewer batches would be called done.
      return rows.map(toBatch);
    },

    async batchesOfJobsIn(states) {
      const found = new Map<string, Batch[]>();
      if (states.length === 0) return found;
      const rows = await db
        .selectFrom('batch')
        .innerJoin('job', 'job.id', 'batch.job_id')
        .selectAll('batch')
        .where('job.state', 'in', states)
        .orderBy('batch.position')
        .execute();
      for (const batch of readEach(rows, toBatch, onProblem)) {
        const others = found.get(batch.jobId);
        if (others === undefined) found.set(batch.jobId, [batch]);
        else others.push(batch);
      }
      return found;
    },

    async batchesIn(states) {
      if (states.length === 0) return [];
      const rows = await db
        .selectFrom('batch')
        .selectAll()
        .where('state', 'in', states)
        .orderBy('job_id')
        .orderBy('position')
        .execute();
      return readEach(rows, toBatch, onProblem);
    },

    async knownRemoteIds(ids) {
      const known = new Set<string>();
      for (let start = 0; start < ids.length; start += IDS_AT_ONCE) {
        const rows = await db
          .selectFrom('batch')
          .innerJoin('job', 'job.id', 'batch.job_id')
          .select('batch.remote_id')
          .where('batch.remote_id', 'in', ids.slice(start, start + IDS_AT_ONCE))
          // Whoever watches a message batch says nothing about whose it is.
          .where('job.kind', '!=', 'watched')
          .execute();
        for (const { remote_id } of rows) if (remote_id !== null) known.add(remote_id);
      }
      return [...known];
    },

    async moveBatch(id, move) {
      checkMove('message batch', BATCH_MOVES, move);
      const query = db
        .updateTable('batch')
        .set(toUpdate(move))
        .where('id', '=', id)
        .where('state', 'in', move.from);
      const row = await query.returningAll().executeTakeFirst();
      return row ? toBatch(row) : null;
    },
  };
}

/** Deletes the message batches of a job that cannot exist at Anthropic. */
export async function removePlanned(db: Kysely<ControlDatabase>, jobId: string): Promise<void> {
  await db
    .deleteFrom('batch')
    .where('job_id', '=', jobId)
    // An attempt is the only trace of a message batch that may exist at Anthropic; a refusal is a definite no.
    .where('remote_id', 'is', null)
    .where(({ or, and, eb }) =>
      or([eb('state', '=', 'refused'), and([eb('state', '=', 'ready'), eb('attempted_at', 'is', null)])]),
    )
    .execute();
}

function toUpdate({ to, set = {} }: BatchMove): Updateable<BatchTable> {
  const update: Updateable<BatchTable> = { state: to };
  if (set.remoteId !== undefined) update.remote_id = set.remoteId;
  if (set.keyFingerprint !== undefined) update.key_fingerprint = set.keyFingerprint;
  if (set.watermarkId !== undefined) update.watermark_id = set.watermarkId;
  if (set.attemptedAt !== undefined) update.attempted_at = set.attemptedAt;
  if (set.createdAt !== undefined) update.created_at = set.createdAt;
  if (set.expiresAt !== undefined) update.expires_at = set.expiresAt;
  if (set.endedAt !== undefined) update.ended_at = set.endedAt;
  if (set.counts !== undefined) update.counts = toColumn(set.counts);
  if (set.dueAt !== undefined) update.due_at = set.dueAt;
  if (set.isAdopted !== undefined) update.is_adopted = set.isAdopted ? 1 : 0;
  if (set.candidates !== undefined) update.candidates = toColumn(set.candidates);
  if (set.notice !== undefined) update.notice = set.notice;
  return update;
}

function toBatch(row: Selectable<BatchTable>): Batch {
  const name = `batch ${row.id} of job ${row.job_id}`;
  return {
    id: row.id,
    jobId: row.job_id,
    position: row.position,
    attempt: row.attempt,
    state: knownState(name, 'batch', row.state),
    firstSeq: row.first_seq,
    lastSeq: row.last_seq,
    requests: row.requests,
    bodyBytes: row.body_bytes,
    bodySha256: row.body_sha256,
    remoteId: row.remote_id,
    keyFingerprint: row.key_fingerprint,
    watermarkId: row.watermark_id,
    attemptedAt: row.attempted_at,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    endedAt: row.ended_at,
    counts: parseColumn<Batch['counts']>(name, 'counts', row.counts, ['processing', 'succeeded']),
    dueAt: row.due_at,
    isAdopted: row.is_adopted === 1,
    candidates: parseColumn<Batch['candidates']>(name, 'candidates', row.candidates),
    notice: row.notice,
  };
}
