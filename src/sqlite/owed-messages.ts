// Messages owed to conversations, in the control database.
import { type Kysely, type Selectable, sql, type Updateable } from 'kysely';
import type { OwedMessage } from '../core/job/messages.ts';
import type { NewMessage } from '../ports/ledger.ts';
import type { OwedMessageMove, Store } from '../ports/store.ts';
import type { ControlDatabase, OwedMessageTable } from './database.ts';
import { type OnProblem, parseColumn, readEach } from './json-column.ts';
import { knownState } from './known-state.ts';

type OwedMessagePart = Pick<
  Store,
  | 'oweMessage'
  | 'owedMessage'
  | 'owedMessagesOf'
  | 'owedMessagesIn'
  | 'jobsWithStaleCards'
  | 'moveOwedMessage'
>;

/** @returns the store's part for messages owed; `onProblem` hears of rows that lists leave out. */
export function createOwedMessages(db: Kysely<ControlDatabase>, onProblem: OnProblem): OwedMessagePart {
  async function find(key: string): Promise<OwedMessage | null> {
    const row = await db.selectFrom('owed_message').selectAll().where('key', '=', key).executeTakeFirst();
    return row ? toOwedMessage(row) : null;
  }

  return {
    async oweMessage(message) {
      await addMessage(db, message);
      const stored = await find(message.key);
      if (stored === null) throw new Error(`The message ${message.key} was owed and is gone.`);
      return stored;
    },

    owedMessage: find,

    async owedMessagesOf(jobId) {
      const rows = await db
        .selectFrom('owed_message')
        .selectAll()
        .where('job_id', '=', jobId)
        .orderBy('key')
        .execute();
      return rows.map(toOwedMessage);
    },

    async owedMessagesIn(states) {
      if (states.length === 0) return [];
      const rows = await db
        .selectFrom('owed_message')
        .selectAll()
        .where('state', 'in', states)
        .orderBy('key')
        .execute();
      return readEach(rows, toOwedMessage, onProblem);
    },

    async jobsWithStaleCards() {
      const rows = await db
        .selectFrom('job')
        .leftJoin('owed_message', (join) =>
          join
            .onRef('owed_message.job_id', '=', 'job.id')
            .on('owed_message.kind', 'in', ['card', 'approval']),
        )
        .select('job.id')
        .distinct()
        .where(
          sql<boolean>`CASE
            -- A crash between a job's move and the card it should have owed.
            WHEN owed_message.key IS NULL THEN job.state NOT IN ('building', 'discarded')
            -- What was shown begins with the decision: see approvalKey.
            WHEN owed_message.kind = 'approval' THEN owed_message.state = 'posted'
              AND owed_message.shown_hash LIKE 'pending|%' AND job.state <> 'needs-approval'
            -- What was shown begins with stateKey of the job and a bar; of a post that was found again it is not known.
            ELSE owed_message.state = 'posted' AND (owed_message.shown_hash IS NULL
              OR owed_message.shown_hash NOT LIKE job.state || job.revision || '|%')
          END`,
        )
        .execute();
      return rows.map(({ id }) => id);
    },

    async moveOwedMessage(key, move) {
      if (move.from.length === 0)
        throw new Error(`A move of a message to ${move.to} names no state it expects.`);
      const query = db
        .updateTable('owed_message')
        .set(toUpdate(move))
        .where('key', '=', key)
        .where('state', 'in', move.from);
      const row = await query.returningAll().executeTakeFirst();
      return row ? toOwedMessage(row) : null;
    },
  };
}

/** Adds a message that is owed, unless its key is there. */
export async function addMessage(db: Kysely<ControlDatabase>, { key, jobId, kind, detail }: NewMessage) {
  await db
    .insertInto('owed_message')
    .values({ key, job_id: jobId, kind, detail, state: 'owed', attempts: 0, file_ids: '[]' })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
}

function toUpdate({ to, set = {} }: OwedMessageMove): Updateable<OwedMessageTable> {
  const update: Updateable<OwedMessageTable> = { state: to };
  if (set.attempts !== undefined) update.attempts = set.attempts;
  if (set.attemptedAt !== undefined) update.attempted_at = set.attemptedAt;
  if (set.dueAt !== undefined) update.due_at = set.dueAt;
  if (set.ts !== undefined) update.ts = set.ts;
  if (set.fileIds !== undefined) update.file_ids = JSON.stringify(set.fileIds);
  if (set.shownHash !== undefined) update.shown_hash = set.shownHash;
  if (set.shownAt !== undefined) update.shown_at = set.shownAt;
  if (set.detail !== undefined) update.detail = set.detail;
  if (set.error !== undefined) update.error = set.error;
  return update;
}

function toOwedMessage(row: Selectable<OwedMessageTable>): OwedMessage {
  const name = `message ${row.key}`;
  return {
    key: row.key,
    jobId: row.job_id,
    kind: row.kind,
    state: knownState(name, 'owed_message', row.state),
    attempts: row.attempts,
    attemptedAt: row.attempted_at,
    dueAt: row.due_at,
    ts: row.ts,
    fileIds: parseColumn<string[]>(name, 'file_ids', row.file_ids),
    shownHash: row.shown_hash,
    shownAt: row.shown_at,
    detail: row.detail,
    error: row.error,
  };
}
