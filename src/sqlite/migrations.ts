// The steps from an empty database to today's, in order; a step that was released is never changed.
import { type Kysely, type Migration, sql } from 'kysely';
import { addFirstTime, addRecipePlace, addSchedule, keepScheduledSettings } from './schedule-steps.ts';

/** Names sort in the order of the steps. */
export const migrations: Record<string, Migration> = {
  '0001-first': { up: first },
  '0002-job-counter': { up: addJobCounter },
  '0003-setting': { up: addSetting },
  '0004-unsure-batch': { up: addUnsureBatch },
  '0005-attempt': { up: addAttempt },
  '0006-stranger': { up: addStranger },
  '0007-charge': { up: addCharge },
  '0009-trial': { up: addTrial },
  '0010-approval': { up: addApproval },
  '0011-deletion': { up: addDeletion },
  '0012-recipe': { up: addRecipe },
  '0013-schedule': { up: addSchedule },
  '0014-charge-of-job': { up: indexCharges },
  '0015-schedule-settings': { up: keepScheduledSettings },
  '0016-schedule-first': { up: addFirstTime },
  '0017-half-begun': { up: mendHalfBegun },
  '0018-schedule-recipe': { up: addRecipePlace },
};

async function first(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('job')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('once_key', 'text')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull().defaultTo(1))
    .addColumn('owner_id', 'text', (column) => column.notNull())
    .addColumn('submitted_by', 'text')
    .addColumn('channel_id', 'text', (column) => column.notNull())
    .addColumn('thread_ts', 'text')
    .addColumn('source', 'text')
    .addColumn('settings', 'text', (column) => column.notNull())
    .addColumn('report', 'text')
    .addColumn('notice', 'text')
    .addColumn('tally', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('submitted_at', 'bigint')
    .addColumn('ended_at', 'bigint')
    .addUniqueConstraint('job_number', ['team_id', 'number'])
    .addUniqueConstraint('job_once', ['team_id', 'once_key'])
    .execute();
  await db.schema.createIndex('job_state').on('job').column('state').execute();
  await db.schema
    .createTable('batch')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('job_id', 'text', (column) => column.notNull().references('job.id').onDelete('cascade'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('first_seq', 'integer', (column) => column.notNull())
    .addColumn('last_seq', 'integer', (column) => column.notNull())
    .addColumn('requests', 'integer', (column) => column.notNull())
    .addColumn('body_bytes', 'bigint', (column) => column.notNull())
    .addColumn('body_sha256', 'text', (column) => column.notNull())
    .addColumn('remote_id', 'text')
    .addColumn('key_fingerprint', 'text')
    .addColumn('watermark_id', 'text')
    .addColumn('attempted_at', 'bigint')
    .addColumn('created_at', 'bigint')
    .addColumn('expires_at', 'bigint')
    .addColumn('ended_at', 'bigint')
    .addColumn('counts', 'text')
    .addColumn('notice', 'text')
    .addUniqueConstraint('batch_position', ['job_id', 'position'])
    .execute();
  await db.schema.createIndex('batch_state').on('batch').column('state').execute();
  await db.schema.createIndex('batch_remote').on('batch').column('remote_id').execute();
  await db.schema
    .createTable('event')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('received_at', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('finished_at', 'bigint')
    .execute();
  await db.schema.createIndex('event_finished').on('event').column('finished_at').execute();
  await db.schema
    .createTable('upload')
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('channel_id', 'text', (column) => column.notNull())
    .addColumn('file_id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('message_ts', 'text')
    .addColumn('thread_ts', 'text')
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('upload_key', ['team_id', 'channel_id', 'file_id'])
    .execute();
  await db.schema
    .createTable('owed_message')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('job_id', 'text', (column) => column.notNull().references('job.id').onDelete('cascade'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('attempted_at', 'bigint')
    .addColumn('due_at', 'bigint')
    .addColumn('ts', 'text')
    .addColumn('file_ids', 'text', (column) => column.notNull())
    .addColumn('shown_hash', 'text')
    .addColumn('shown_at', 'bigint')
    .addColumn('detail', 'text')
    .addColumn('error', 'text')
    .execute();
  await db.schema.createIndex('owed_message_state').on('owed_message').column('state').execute();
  await db.schema.createIndex('owed_message_job').on('owed_message').column('job_id').execute();
}

/** The tables as they stand at step 2; later steps may change them, this one must not notice. */
interface WithJobCounter {
  job: { team_id: string; number: number };
  job_counter: { team_id: string; last_number: number };
}

async function addJobCounter(db: Kysely<WithJobCounter>): Promise<void> {
  await db.schema
    .createTable('job_counter')
    .addColumn('team_id', 'text', (column) => column.primaryKey())
    .addColumn('last_number', 'integer', (column) => column.notNull())
    .execute();
  await db
    .insertInto('job_counter')
    .columns(['team_id', 'last_number'])
    .expression((eb) =>
      eb
        .selectFrom('job')
        .select(({ fn }) => ['team_id', fn.max('number').as('last_number')])
        .groupBy('team_id'),
    )
    .execute();
}

async function addSetting(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('setting')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
}

async function addUnsureBatch(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('batch').addColumn('due_at', 'bigint').execute();
  await db.schema
    .alterTable('batch')
    .addColumn('is_adopted', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema.alterTable('batch').addColumn('candidates', 'text').execute();
}

async function addAttempt(db: Kysely<unknown>): Promise<void> {
  for (const table of ['job', 'batch'])
    await db.schema
      .alterTable(table)
      .addColumn('attempt', 'integer', (column) => column.notNull().defaultTo(1))
      .execute();
  await db.schema.alterTable('job').addColumn('retry', 'text').execute();
}

async function addStranger(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('stranger')
    .addColumn('remote_id', 'text', (column) => column.primaryKey())
    .addColumn('requests', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('key_fingerprint', 'text', (column) => column.notNull())
    .addColumn('closed_at', 'bigint')
    .execute();
}

/** Charges outlive their jobs, so nothing ties them together. */
async function addCharge(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('charge')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('channel_id', 'text', (column) => column.notNull())
    .addColumn('person_id', 'text', (column) => column.notNull())
    .addColumn('job_id', 'text', (column) => column.notNull())
    .addColumn('job_number', 'integer', (column) => column.notNull())
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('month', 'text', (column) => column.notNull())
    .addColumn('reserved_micros', 'bigint', (column) => column.notNull())
    .addColumn('reserved_at', 'bigint', (column) => column.notNull())
    .addColumn('settled_micros', 'bigint')
    .addColumn('settled_at', 'bigint')
    .execute();
  await db.schema.createIndex('charge_month').on('charge').columns(['team_id', 'month']).execute();
  await db.schema
    .createTable('budget')
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('scope', 'text', (column) => column.notNull())
    .addColumn('subject_id', 'text', (column) => column.notNull())
    .addColumn('limit_micros', 'bigint', (column) => column.notNull())
    .addColumn('set_by', 'text', (column) => column.notNull())
    .addColumn('set_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('budget_key', ['team_id', 'scope', 'subject_id'])
    .execute();
}

async function addTrial(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('trial')
    .addColumn('job_id', 'text', (column) => column.notNull().references('job.id').onDelete('cascade'))
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('round', 'integer', (column) => column.notNull())
    .addColumn('asked_by', 'text', (column) => column.notNull())
    .addColumn('asked_at', 'bigint')
    .addColumn('preview', 'text', (column) => column.notNull())
    .addColumn('answer', 'text')
    .addColumn('failure', 'text')
    .addPrimaryKeyConstraint('trial_key', ['job_id', 'revision', 'seq'])
    .execute();
}

async function addApproval(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('job').addColumn('approvals', 'text').execute();
}

async function addDeletion(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('job').addColumn('deletion', 'text').execute();
}

async function addRecipe(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('recipe')
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('channel_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('settings', 'text', (column) => column.notNull())
    .addColumn('columns', 'text', (column) => column.notNull())
    .addColumn('saved_by', 'text', (column) => column.notNull())
    .addColumn('saved_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('recipe_key', ['team_id', 'channel_id', 'name', 'version'])
    .execute();
}

async function indexCharges(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex('charge_job').on('charge').column('job_id').execute();
}

/** What a kill left of a watch that was never begun looks like a submission of unknown outcome, and holds every other one up. */
async function mendHalfBegun(db: Kysely<unknown>): Promise<void> {
  await sql`DELETE FROM batch WHERE state = 'submitting' AND attempted_at IS NULL`.execute(db);
  // And a trial that was planned has a message that is owed, or nobody takes it up.
  await sql`INSERT INTO owed_message (key, job_id, kind, detail, state, attempts, file_ids)
    SELECT DISTINCT job_id || ':trial:' || revision || ':' || round, job_id, 'trial', '{"revision":' || revision || '}', 'owed', 0, '[]'
    FROM trial WHERE state = 'planned' ON CONFLICT (key) DO NOTHING`.execute(db);
}
