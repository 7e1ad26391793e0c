// Opens the control store: the connection, its migrations, its parts.
import { Kysely } from 'kysely';
import type { Store } from '../ports/store.ts';
import { connect } from './connect.ts';
import type { ControlDatabase } from './database.ts';
import { ControlDialect } from './dialect.ts';
import type { OnProblem } from './json-column.ts';
import { migrate } from './migrate.ts';
import { createStore } from './store.ts';

/**
 * Opens the store, making the database or bringing it up to date when needed.
 * @param options.onProblem hears of rows that lists leave out because they cannot be read
 * @throws UserError when a newer version of the bot wrote it
 */
export async function openStore(path: string, options: { onProblem?: OnProblem } = {}): Promise<Store> {
  const db = new Kysely<ControlDatabase>({ dialect: new ControlDialect({ database: await connect(path) }) });
  try {
    await migrate(db, path);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return createStore(db, options.onProblem ?? (() => {}));
}
