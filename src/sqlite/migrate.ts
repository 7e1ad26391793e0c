// Brings a database up to date, and refuses one that a newer version wrote.
import { DEFAULT_MIGRATION_TABLE, type Kysely, Migrator } from 'kysely';
import { UserError } from '../core/errors.ts';
import type { ControlDatabase } from './database.ts';
import { migrations } from './migrations.ts';

/**
 * Runs the steps that are missing.
 * @param where what to call the database in a message, e.g. its path
 * @throws UserError, before anything is changed, when steps were applied that this version does not know
 */
export async function migrate(db: Kysely<ControlDatabase>, where: string): Promise<void> {
  const unknown = (await appliedSteps(db)).find((name) => !Object.hasOwn(migrations, name));
  if (unknown !== undefined) {
    throw new UserError(
      'newer-database',
      `${where} was written by a newer version of this bot: it has the step ${unknown}, which this version does not know.`,
      'Start that version, or restore a backup made before it ran.',
    );
  }
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

async function appliedSteps(db: Kysely<ControlDatabase>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === DEFAULT_MIGRATION_TABLE)) return [];
  const rows = await db
    .withTables<{ [DEFAULT_MIGRATION_TABLE]: { name: string } }>()
    .selectFrom(DEFAULT_MIGRATION_TABLE)
    .select('name')
    .execute();
  return rows.map(({ name }) => name);
}
