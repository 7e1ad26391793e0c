// The control store, put together from its parts.
import type { Kysely } from 'kysely';
import type { Store } from '../ports/store.ts';
import { createBatches } from './batches.ts';
import type { ControlDatabase } from './database.ts';
import { createEvents } from './events.ts';
import { createJobs } from './jobs.ts';
import type { OnProblem } from './json-column.ts';
import { createLedger } from './ledger.ts';
import { createOwedMessages } from './owed-messages.ts';
import { createRecipes } from './recipes.ts';
import { createSchedules } from './schedules.ts';
import { createSettings } from './settings.ts';
import { createStrangers } from './strangers.ts';
import { createTrials } from './trials.ts';
import { createUploads } from './uploads.ts';

/** @returns the store over an open, migrated database of any dialect; `close` closes that database. */
export function createStore(db: Kysely<ControlDatabase>, onProblem: OnProblem): Store {
  return {
    ...createEvents(db),
    ...createUploads(db),
    ...createJobs(db, onProblem),
    ...createBatches(db, onProblem),
    ...createOwedMessages(db, onProblem),
    ...createSettings(db),
    ...createStrangers(db),
    ledger: createLedger(db, onProblem),
    recipes: createRecipes(db, onProblem),
    schedules: createSchedules(db, onProblem),
    ...createTrials(db),
    close: () => db.destroy(),
  };
}
