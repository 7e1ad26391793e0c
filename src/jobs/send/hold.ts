// Holds back what may have been sent already, in a time that a restored copy of the data knows nothing of.

import { UserError } from '../../core/errors.ts';
import type { PlannedBatch } from '../../core/job/batch.ts';
import type { Job } from '../../core/job/job.ts';
import { type Stranger, strangersFor, unsentParts } from '../../core/trouble/stranger.ts';
import type { Deps } from '../deps.ts';
import { OUT_OF_REACH } from './lookout.ts';

type HoldDeps = Pick<Deps, 'store' | 'batchApi' | 'lookout'>;
type Parts = readonly Pick<PlannedBatch, 'requests'>[];

export interface Hold {
  /** What stands in the way, for a person who says that it does not; empty when nobody can say so. */
  reasons: string[];
  error: UserError;
}

/** @returns why these parts of a job may not be sent now; null when they may */
export async function findHold(deps: HoldDeps, job: Job, parts: Parts): Promise<Hold | null> {
  const { store, lookout } = deps;
  if (!lookout.isDone && job.createdAt <= lookout.startedAt) return { reasons: [], error: notAsked(job) };
  const lifted = new Set(await liftedFor(deps, job));
  const suspects = strangersFor(await strangersOf(deps), job, parts);
  const [stranger] = suspects.filter(({ remoteId }) => !lifted.has(remoteId));
  if (stranger !== undefined) {
    return { reasons: suspects.map(({ remoteId }) => remoteId), error: mayBeSent(job, stranger) };
  }
  const outOfReach = await store.setting(OUT_OF_REACH);
  if (outOfReach !== null && job.createdAt <= Number(outOfReach) && !lifted.has(outOfReach))
    return { reasons: [outOfReach], error: cannotTell(job) };
  return null;
}

/** @throws UserError when a part of the job may have been sent already */
export async function refuseHeld(deps: HoldDeps, job: Job): Promise<void> {
  const hold = await findHold(deps, job, unsentParts(job, await deps.store.batchesOf(job.id)));
  if (hold !== null) throw hold.error;
}

/** A person knows better: what stands in the way now does so no more. What is found later does. */
export async function liftHold(deps: HoldDeps, job: Job, parts: Parts): Promise<void> {
  // One reason may stand behind the other.
  for (let hold = await findHold(deps, job, parts); hold !== null; hold = await findHold(deps, job, parts)) {
    if (hold.reasons.length === 0) throw hold.error;
    const lifted = [...(await liftedFor(deps, job)), ...hold.reasons];
    await deps.store.saveSetting(liftedName(job), JSON.stringify(lifted));
  }
}

/** @returns the open strangers of this key, without those that were found to be somebody's meanwhile */
export async function strangersOf({ store, batchApi }: HoldDeps): Promise<Stranger[]> {
  const open = await store.openStrangers(batchApi.keyFingerprint);
  const known = new Set(await store.knownRemoteIds(open.map(({ remoteId }) => remoteId)));
  return open.filter(({ remoteId }) => !known.has(remoteId));
}

async function liftedFor({ store }: HoldDeps, job: Job): Promise<string[]> {
  return JSON.parse((await store.setting(liftedName(job))) ?? '[]') as string[];
}

function liftedName({ id }: Job): string {
  return `sent-anyway:${id}`;
}

const BY_ITSELF = 'It is compared by itself as soon as it has ended.';

function anyway({ number }: Job): string {
  return `An operator can look it up in the Claude Console; if it is surely another one, type /batch submit #${number} --anyway yes.`;
}

function mayBeSent(job: Job, { remoteId, requests }: Stranger): UserError {
  const size = requests === 1 ? '1 request' : `${requests} requests`;
  return new UserError(
    'may-be-sent',
    `Job #${job.number} is held back: a message batch of the same size (${remoteId}, ${size}) is at Anthropic that this bot has no record of. The bot’s data may have been restored from an older copy, so it may be this very job, and sending it again would be paid twice.`,
    `${BY_ITSELF} ${anyway(job)}`,
  );
}

function cannotTell(job: Job): UserError {
  return new UserError(
    'cannot-tell-if-sent',
    `Job #${job.number} is held back: Anthropic has more new message batches than the bot can compare. The bot’s data may have been restored from an older copy, so one of them may be this very job, and sending it again would be paid twice.`,
    anyway(job).replace('it is surely another one', 'it is surely not there'),
  );
}

function notAsked(job: Job): UserError {
  return new UserError(
    'not-compared-yet',
    `Job #${job.number} waits: since its start the bot could not ask Anthropic which message batches there are, and this job may be one of them.`,
    'The bot asks again by itself every minute; try again then.',
  );
}
