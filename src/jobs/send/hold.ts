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

/**
 * For a job that is made for a time in the past: what was sent for that time may have ended and be compared already.
 * @param job with the time that it is made for as its creation
 * @throws UserError when it may have been sent already, under a number that the bot has no record of
 */
export async function refuseRunBefore(deps: HoldDeps, job: Job, parts: Parts): Promise<void> {
  const hold = await findHold(deps, job, parts);
  if (hold !== null) throw hold.error;
  const { store, batchApi } = deps;
  const all = await unknownOf(deps, await store.strangers(batchApi.keyFingerprint));
  const [stranger] = strangersFor(all, job, parts);
  if (stranger !== undefined) throw mayBeRun(job, stranger);
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
export async function strangersOf(deps: HoldDeps): Promise<Stranger[]> {
  return unknownOf(deps, await deps.store.openStrangers(deps.batchApi.keyFingerprint));
}

async function unknownOf({ store }: HoldDeps, strangers: Stranger[]): Promise<Stranger[]> {
  const known = new Set(await store.knownRemoteIds(strangers.map(({ remoteId }) => remoteId)));
  return strangers.filter(({ remoteId }) => !known.has(remoteId));
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

function mayBeRun(job: Job, { remoteId, requests }: Stranger): UserError {
  const size = requests === 1 ? '1 request' : `${requests} requests`;
  return new UserError(
    'may-be-that-run',
    `Job #${job.number} is held back: since the time it is for, a message batch of the same size (${remoteId}, ${size}) was sent that this bot has no record of. The bot’s data may have been restored from an older copy, so it may be this very run, and sending it again would be paid twice.`,
    `/batch watch ${remoteId} brings its results here; if it is another one, press Submit on the card of job #${job.number}.`,
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
