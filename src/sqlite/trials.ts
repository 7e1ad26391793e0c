// Rows of drafts that were tried, in the control database: what was asked is money.
import type { Insertable, Kysely, Selectable, Transaction, Updateable } from 'kysely';
import type { TrialAnswer, TrialFailure, TrialPreview, TrialRow } from '../core/draft/trial.ts';
import type { NewTrialRow } from '../ports/ledger.ts';
import type { Store, TrialMove } from '../ports/store.ts';
import type { ControlDatabase, TrialTable } from './database.ts';
import { parseColumn, toColumn } from './json-column.ts';
import { knownState } from './known-state.ts';

type TrialPart = Pick<Store, 'trialRows' | 'moveTrialRow'>;

/** @returns the store's part for trials. */
export function createTrials(db: Kysely<ControlDatabase>): TrialPart {
  return {
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

/** Plans rows that are new, or were refused or dropped. @returns false when one of them is neither: the transaction is to be taken back */
export async function planTrialRows(
  tx: Transaction<ControlDatabase>,
  rows: readonly NewTrialRow[],
): Promise<boolean> {
  for (const row of rows) {
    const { numInsertedOrUpdatedRows: stored } = await tx
      .insertInto('trial')
      .values(toPlanned(row))
      .onConflict((conflict) =>
        conflict
          .columns(['job_id', 'revision', 'seq'])
          .doUpdateSet({ state: 'planned', round: row.round, asked_by: row.askedBy, failure: null })
          .where('trial.state', 'in', ['refused', 'dropped']),
      )
      .executeTakeFirstOrThrow();
    if (stored !== 1n) return false;
  }
  return rows.length > 0;
}

function toPlanned({ jobId, revision, seq, round, askedBy, preview }: NewTrialRow): Insertable<TrialTable> {
  return {
    job_id: jobId,
    revision,
    seq,
    state: 'planned',
    round,
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
