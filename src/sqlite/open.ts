// Opens the control database: pragmas, migrations, and a refusal of what a newer version wrote.
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, Migrator, SqliteDialect } from 'kysely';
import { UserError } from '../core/errors.ts';
import type { Store } from '../ports/store.ts';
import { createBatches } from './batches.ts';
import type { ControlDatabase } from './database.ts';
import { createEvents } from './events.ts';
import { createJobs } from './jobs.ts';
import type { OnProblem } from './json-column.ts';
import { migrations } from './migrations.ts';
import { createOwedMessages } from './owed-messages.ts';
import { createUploads } from './uploads.ts';

/** FULL: what guards money must survive a power cut, for a quarter of a millisecond a write. */
const PRAGMAS = ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON', 'busy_timeout = 2000'];

/**
 * Opens the store, making the database or bringing it up to date when needed.
 * @throws UserError when a newer version of the bot wrote it
 */
export async function openStore(path: string, options: { onProblem?: OnProblem } = {}): Promise<Store> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = new Database(path);
  for (const pragma of PRAGMAS) file.pragma(pragma);
  const db = new Kysely<ControlDatabase>({ dialect: new SqliteDialect({ database: file }) });
  await migrate(db, path);
  const onProblem = options.onProblem ?? (() => {});
  return {
    ...createEvents(db),
    ...createUploads(db),
    ...createJobs(db, onProblem),
    ...createBatches(db, onProblem),
    ...createOwedMessages(db, onProblem),
    close: () => db.destroy(),
  };
}

async function migrate(db: Kysely<ControlDatabase>, path: string): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  await db.destroy();
  if (error instanceof Error && error.message.includes('corrupted migrations')) {
    throw new UserError(
      'newer-database',
      `${path} was written by a newer version of this bot.`,
      'Start that version, or restore a backup.',
      { cause: error },
    );
  }
  throw error;
}
