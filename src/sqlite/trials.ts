// Rows of drafts that were tried, in the control database: what was asked is money.
import type { Insertable, Kysely, Selectable, Updateable } from 'kysely';
import type { TrialAnswer, TrialFailure, TrialPreview, TrialRow } from '../core/draft/trial.ts';
import type { NewTrialRow, Store, TrialMove } from '../ports/store.ts';
import type { ControlDatabase, TrialTable } from './database.ts';
import { parseColumn, toColumn } from './json-column.ts';
import { knownState } from './known-state.ts';

type TrialPart = Pick<Store, 'planTrial' | 'trialRows' | 'moveTrialRow'>;

/** @returns the store's part for trials. */
export function createTrials(db: Kysely<ControlDatabase>): TrialPart {
  return {
    planTrial: (rows) =>
      db.transaction().execute(async (tx) => {
        const [first] = rows;
        if (first === undefined) return false;
        const known = await tx
          .selectFrom('trial')
          .select('seq')
          .where('job_id', '=', first.jobId)
          .where('revision', '=', first.revision)
          .limit(1)
          .executeTakeFirst();
        if (known !== undefined) return false;
        await tx.insertInto('trial').values(rows.map(toPlanned)).execute();
        return true;
      }),

    async trialRows({ jobId, revision }) {
      const rows = await db
        .selectFrom('trial')
        .selectAll()
        .where('job_id', '=', jobId)
        .where('revision', '=', revision)
        .orderBy('seq')
        .execute();
      return rows.map(toTrialRow);
    },

    async moveTrialRow({ jobId, revision, seq }, move) {
      const row = await db
        .updateTable('trial')
        .set(toUpdate(move))
        .where('job_id', '=', jobId)
        .where('revision', '=', revision)
        .where('seq', '=', seq)
        .where('state', 'in', move.from)
        .returningAll()
        .executeTakeFirst();
      return row ? toTrialRow(row) : null;
    },
  };
}

function toPlanned({ jobId, revision, seq, askedBy, preview }: NewTrialRow): Insertable<TrialTable> {
  return {
    job_id: jobId,
    revision,
    seq,
    state: 'planned',
    round: 1,
    asked_by: askedBy,
    asked_at: null,
    preview: JSON.stringify(preview),
    answer: null,
    failure: null,
  };
}

function toUpdate({ to, set = {} }: TrialMove): Updateable<TrialTable> {
  const update: Updateable<TrialTable> = { state: to };
  if (set.round !== undefined) update.round = set.round;
  if (set.askedBy !== undefined) update.asked_by = set.askedBy;
  if (set.askedAt !== undefined) update.asked_at = set.askedAt;
  if (set.answer !== undefined) update.answer = toColumn(set.answer);
  if (set.failure !== undefined) update.failure = toColumn(set.failure);
  return update;
}

function toTrialRow(row: Selectable<TrialTable>): TrialRow {
  const name = `row ${row.seq} in a trial of job ${row.job_id}`;
  return {
    jobId: row.job_id,
    revision: row.revision,
    seq: row.seq,
    state: knownState(name, 'trial', row.state),
    round: row.round,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    preview: parseColumn<TrialPreview>(name, 'preview', row.preview, ['line', 'prompt']),
    answer: parseColumn<TrialAnswer>(name, 'answer', row.answer, ['text', 'outputTokens']),
    failure: parseColumn<TrialFailure>(name, 'failure', row.failure, ['message', 'next']),
  };
}
