// States as they are stored: one that this version does not know is that row's trouble, and is told at the start.
import type { Kysely } from 'kysely';
import type { TrialState } from '../core/draft/trial.ts';
import { BATCH_MOVES } from '../core/job/batch.ts';
import { JOB_MOVES } from '../core/job/job.ts';
import type { OwedMessageState } from '../core/job/messages.ts';
import { UnreadableRow } from '../core/trouble/storage-trouble.ts';
import type { ControlDatabase } from './database.ts';
import type { OnProblem } from './json-column.ts';

const MESSAGE_STATES: Record<OwedMessageState, true> = {
  owed: true,
  posting: true,
  posted: true,
  'given-up': true,
};

const TRIAL_STATES: Record<TrialState, true> = {
  planned: true,
  asking: true,
  answered: true,
  refused: true,
  unknown: true,
  dropped: true,
};

const KNOWN = { job: JOB_MOVES, batch: BATCH_MOVES, owed_message: MESSAGE_STATES, trial: TRIAL_STATES };

/** @returns the state as it is. @throws UnreadableRow when it is none that is known */
export function knownState<State extends string>(
  row: string,
  table: keyof typeof KNOWN,
  state: State,
): State {
  if (!Object.hasOwn(KNOWN[table], state)) throw new UnreadableRow(`The state of ${row} is not known.`);
  return state;
}

/** Reports each row of an unknown state: lists by state would pass it over in silence. */
export async function reportUnknownStates(db: Kysely<ControlDatabase>, onProblem: OnProblem): Promise<void> {
  const jobs = await db.selectFrom('job').select('id').where('state', 'not in', statesOf('job')).execute();
  for (const { id } of jobs) onProblem(`The state of job ${id} is not known.`);
  const batches = await db
    .selectFrom('batch')
    .select(['id', 'job_id'])
    .where('state', 'not in', statesOf('batch'))
    .execute();
  for (const { id, job_id } of batches) onProblem(`The state of batch ${id} of job ${job_id} is not known.`);
  const messages = await db
    .selectFrom('owed_message')
    .select('key')
    .where('state', 'not in', statesOf('owed_message'))
    .execute();
  for (const { key } of messages) onProblem(`The state of message ${key} is not known.`);
  const trials = await db
    .selectFrom('trial')
    .select(['job_id', 'seq'])
    .where('state', 'not in', statesOf('trial'))
    .execute();
  for (const { job_id, seq } of trials)
    onProblem(`The state of row ${seq} in a trial of job ${job_id} is not known.`);
}

function statesOf<Table extends keyof typeof KNOWN>(table: Table): (keyof (typeof KNOWN)[Table])[] {
  return Object.keys(KNOWN[table]) as (keyof (typeof KNOWN)[Table])[];
}
