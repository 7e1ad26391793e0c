// At start, and only then: looks at Anthropic for message batches that the bot should know and does not, as after a restore.

import { ServiceError } from '../../core/errors.ts';
import { type RemoteBatch, totalRequests } from '../../core/job/batch.ts';
import { JOB_MOVES, type JobState } from '../../core/job/job.ts';
import type { Deps, Lookout } from '../deps.ts';

/** Jobs that are older than this time may have message batches that the look did not reach; kept as milliseconds. */
export const OUT_OF_REACH = 'anthropic-list-out-of-reach';

/** Clocks may differ by this much; what it finds too much is known, or is compared and dropped. */
const SKEW_MS = 10 * 60_000;
/** More than a key makes in days; reading on would hold up the start. */
const LIST_LIMIT = 10_000;
const ALL = Object.keys(JOB_MOVES) as JobState[];

type LookDeps = Pick<Deps, 'store' | 'batchApi' | 'clock' | 'log' | 'lookout'>;

/** @returns a look that was not made yet */
export function createLookout(startedAt: number): Lookout {
  return { startedAt, isDone: false };
}

/**
 * Looks, or leaves it to the next tick when Anthropic cannot be asked.
 * @param isSameKey false for a key that the bot did not have at its last start: nothing before it is the bot's
 */
export async function startLooking(deps: LookDeps, isSameKey: boolean): Promise<void> {
  const seen = markOf(deps);
  if ((await deps.store.setting(seen)) === null) {
    const at = isSameKey ? await newestJobAt(deps) : deps.clock.now();
    await deps.store.saveSetting(seen, String(at));
    if (!isSameKey) deps.lookout.isDone = true;
  }
  if (!deps.lookout.isDone) await look(deps);
}

/** For each tick: makes the look if it is still to be made; from then on remembers until when the store knows everything. */
export async function keepLooking(deps: LookDeps & Pick<Deps, 'locks'>): Promise<void> {
  if (!deps.lookout.isDone) await deps.locks.hold('send', () => look(deps));
  if (deps.lookout.isDone) await deps.store.saveSetting(markOf(deps), String(deps.clock.now()));
}

/** A copy of the data holds the time of the last tick before it was made; what it lacks is younger. */
function markOf({ batchApi }: Pick<Deps, 'batchApi'>): string {
  return `anthropic-list-known-until:${batchApi.keyFingerprint}`;
}

/** For data of a version that kept no such time: a copy cannot be older than what is in it. */
async function newestJobAt({ store, clock }: LookDeps): Promise<number> {
  const jobs = await store.jobsIn(ALL);
  return jobs.length === 0
    ? clock.now()
    : jobs.reduce((newest, { createdAt, submittedAt }) => Math.max(newest, createdAt, submittedAt ?? 0), 0);
}

async function look(deps: LookDeps): Promise<void> {
  const { store, batchApi, clock, log } = deps;
  const since = Number(await store.setting(markOf(deps))) - SKEW_MS;
  let found: { listed: RemoteBatch[]; isWhole: boolean };
  try {
    found = await listSince(deps, since);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    log.warn(
      { kind: error.kind, code: error.code },
      'the list of message batches could not be read at the start; drafts are held until it can be',
    );
    return;
  }
  const known = new Set(await store.knownRemoteIds(found.listed.map(({ id }) => id)));
  const strangers = found.listed.filter(({ id }) => !known.has(id));
  await store.saveStrangers(
    strangers.map(({ id, counts, createdAt }) => ({
      remoteId: id,
      requests: totalRequests(counts),
      createdAt,
    })),
    batchApi.keyFingerprint,
  );
  if (!found.isWhole) {
    await store.saveSetting(OUT_OF_REACH, String(clock.now()));
    log.error(
      { limit: LIST_LIMIT },
      'too many new message batches at Anthropic to compare: drafts are held until somebody sends them anyway',
    );
  }
  if (strangers.length > 0) {
    log.info(
      { strangers: strangers.length },
      'message batches without a record here; they are compared when they have ended',
    );
    await doubtCards(deps);
  }
  deps.lookout.isDone = true;
}

async function listSince(
  { batchApi }: LookDeps,
  since: number,
): Promise<{ listed: RemoteBatch[]; isWhole: boolean }> {
  const listed: RemoteBatch[] = [];
  for await (const page of batchApi.pages()) {
    listed.push(...page.filter(({ createdAt }) => createdAt >= since));
    if ((page.at(-1)?.createdAt ?? 0) < since) break;
    if (listed.length >= LIST_LIMIT) return { listed, isWhole: false };
  }
  return { listed, isWhole: true };
}

/** A card that the copy owes may stand in Slack by now: it is looked for before it is posted. */
async function doubtCards({ store, clock }: LookDeps): Promise<void> {
  for (const { key, kind, jobId } of await store.owedMessagesIn(['owed'])) {
    if (kind !== 'card') continue;
    const attemptedAt = (await store.job(jobId))?.createdAt ?? clock.now();
    await store.moveOwedMessage(key, { from: ['owed'], to: 'posting', set: { attemptedAt } });
  }
}
