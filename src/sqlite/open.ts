// Opens the control store: the connection, its migrations, its parts.
import { Kysely } from 'kysely';
import type { Store } from '../ports/store.ts';
import { connect } from './connect.ts';
import type { ControlDatabase } from './database.ts';
import { ControlDialect } from './dialect.ts';
import type { OnProblem } from './json-column.ts';
import { reportUnknownStates } from './known-state.ts';
import { migrate } from './migrate.ts';
import { BLOCKING_MS, createPatientStore } from './patient.ts';
import { createStore } from './store.ts';

/**
 * Opens the store, making the database or bringing it up to date when needed.
 * @param options.onProblem hears of rows that are left out because they cannot be read
 * @throws UserError when a newer version of the bot wrote it
 */
export async function openStore(path: string, options: { onProblem?: OnProblem } = {}): Promise<Store> {
  const onProblem = options.onProblem ?? (() => {});
  const database = await connect(path);
  const db = new Kysely<ControlDatabase>({ dialect: new ControlDialect({ database }) });
  try {
    await migrate(db, path);
    await reportUnknownStates(db, onProblem);
    // From here on people wait for the process.
    database.exec(`PRAGMA busy_timeout = ${BLOCKING_MS}`);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return createPatientStore(createStore(db, onProblem));
}
