// Fetches the results of ended message batches and, when all are in, ends the job.

import { ServiceError } from '../../core/errors.ts';
import { type Batch, ofAttempt } from '../../core/job/batch.ts';
import { answerFieldsOf, type Job } from '../../core/job/job.ts';
import { attemptCostMicros, chargeOf } from '../../core/money/charge.ts';
import { NO_OVERRIDES, type Retry } from '../../core/result/retry.ts';
import { isAllAnswered, type Tally } from '../../core/result/tally.ts';
import type { JobMove } from '../../ports/job-move.ts';
import type { Deps } from '../deps.ts';
import { candidatesFor } from '../send/candidates.ts';
import { planRetry } from '../send/plan-retry.ts';
import { closingKey, deliverMessage } from '../show/deliver.ts';
import { showCard } from '../show/show-card.ts';
import { firstRowsKey } from '../show/show-first-rows.ts';
import { deletedNotice } from './lost-batch.ts';
import { mayBeHidden, noteOtherKey } from './other-key.ts';

/** Results that are short of the count are fetched again until this long after the end; then the gap is told. */
const GIVE_UP_AFTER_MS = 10 * 60_000;
/** The reactions that tell the end on the message with the file. */
const WELL = 'white_check_mark';
const AMISS = 'warning';
/** As many reasons as a card can hold. */
const NOTICES = 3;

/** @throws ServiceError when the results cannot be fetched now */
export async function collectResults(deps: Deps, jobId: string): Promise<void> {
  await deps.locks.tryHold(`collect:${jobId}`, async () => {
    const job = await deps.store.job(jobId);
    if (job === null) return;
    for (const batch of await deps.store.batchesOf(jobId)) {
      if (batch.state === 'ended') await collectOne(deps, job, batch);
    }
    await finishJob(deps, jobId);
  });
}

async function collectOne(deps: Deps, job: Job, batch: Batch): Promise<void> {
  if (batch.remoteId === null) return;
  const isOld = deps.clock.now() - (batch.endedAt ?? 0) > GIVE_UP_AFTER_MS;
  try {
    const report = await deps.jobData.collect({
      jobId: job.id,
      remoteId: batch.remoteId,
      sent: job.kind === 'watched' ? null : batch,
      isDoubted: batch.isAdopted,
      answerFields: answerFieldsOf(job),
    });
    deps.log.info({ jobId: job.id, batchId: batch.remoteId, ...report }, 'results collected');
    if (batch.isAdopted && report.foreign > 0) return await release(deps, job, batch);
    if (report.stored < batch.requests && !isOld) return;
  } catch (error) {
    // Results that are gone for good (deleted, or older than 29 days) end as a named gap, not as a loop.
    if (!(error instanceof ServiceError) || error.kind !== 'gone' || !isOld) throw error;
    if (mayBeHidden(batch, deps)) return noteOtherKey(deps, batch);
    await deps.store.moveBatch(batch.id, {
      from: ['ended'],
      to: 'lost',
      set: { notice: deletedNotice(batch) },
    });
    return;
  }
  const set = { isAdopted: false, notice: null };
  await deps.store.moveBatch(batch.id, { from: ['ended'], to: 'collected', set });
}

/** The custom_ids are not this job's: the message batch was somebody else's, and ours, still unaccounted for, may be another one of the list. */
async function release(deps: Deps, job: Job, batch: Batch): Promise<void> {
  deps.log.error({ jobId: job.id, batchId: batch.remoteId }, 'an adopted message batch was not ours');
  // Asked while this one still counts as known, so that it is not offered again.
  const { candidates: others } = await candidatesFor(deps, batch);
  // First, as what is left by a crash in between is collected, and found out, once more.
  await deps.store.moveJob(job.id, { from: ['running'], to: 'submitting' });
  const notice = `The message batch ${batch.remoteId} that was taken for this submission turned out to hold other requests; none of its results were used.`;
  await deps.store.moveBatch(batch.id, {
    from: ['ended'],
    to: 'needs-human',
    set: {
      remoteId: null,
      counts: null,
      createdAt: null,
      expiresAt: null,
      endedAt: null,
      candidates: others.map(({ id, createdAt }) => ({ id, createdAt })),
      notice,
    },
  });
}

async function finishJob(deps: Deps, jobId: string): Promise<void> {
  const job = await deps.store.job(jobId);
  if (job === null) return;
  const batches = ofAttempt(await deps.store.batchesOf(jobId), job);
  // Refused ones alone are no end: nothing was sent, and the job goes back to where it was.
  if (!batches.some(isOver) || !batches.every((batch) => isOver(batch) || batch.state === 'refused')) return;
  const tally = await tallyOf(deps, job, batches);
  const retry = await offerAtEnd(deps, job, tally);
  // Owed before the job is done, so that a crash in between forgets no message; it is delivered only for a done job.
  const key = closingKey(job);
  await deps.store.oweMessage({ key, jobId, kind: 'closing', detail: null });
  await deps.store.oweMessage({ key: `${key}:notice`, jobId, kind: 'notice', detail: null });
  if (tally.succeeded > 0)
    await deps.store.oweMessage({ key: firstRowsKey(key), jobId, kind: 'first-rows', detail: null });
  const isLost = batches.some(({ state }) => state === 'lost');
  const done = await endAndSettle(
    deps,
    job,
    { tally, isLost },
    {
      from: ['submitting', 'running', 'canceling'],
      to: 'done',
      set: {
        tally,
        retry,
        notice: noticeOf(batches),
        revision: job.revision + 1,
        endedAt: Math.max(0, ...batches.map((batch) => batch.endedAt ?? 0)) || deps.clock.now(),
      },
    },
  );
  if (done === null) return;
  deps.log.info({ jobId, succeeded: tally.succeeded, requests: tally.requests }, 'job done');
  deps.background.runUnlessBusy('show card', jobId, () => showCard(deps, jobId));
  // The quietest signal, on the message that everything began with; lost in a crash it is no loss.
  const ts = job.source?.messageTs ?? null;
  if (ts !== null) {
    const place = { channelId: job.channelId, ts };
    const [now, before] = isAllAnswered(tally) ? [WELL, AMISS] : [AMISS, WELL];
    deps.background.run('react', jobId, async () => {
      await deps.notifier.react(place, now);
      // A retry may have made it another end, but not that of another job on this message.
      if (job.attempt > 1 && !(await isOnMessage(deps, done, ts, before)))
        await deps.notifier.unreact(place, before);
    });
  }
  deps.background.runUnlessBusy(`deliver ${key}`, jobId, () => deliverMessage(deps, key));
}

/** @returns whether another job that began with this message has this end */
async function isOnMessage({ store }: Deps, job: Job, ts: string, mark: string): Promise<boolean> {
  const { teamId, channelId, threadTs } = job;
  const jobs = await store.jobsInThread({ teamId, channelId, threadTs: threadTs ?? ts });
  return jobs.some(
    ({ id, state, source, tally }) =>
      id !== job.id &&
      state === 'done' &&
      source?.messageTs === ts &&
      tally !== null &&
      (isAllAnswered(tally) ? WELL : AMISS) === mark,
  );
}

/** What was created elsewhere is nobody's charge here. */
function endAndSettle(
  { store, clock }: Deps,
  job: Job,
  { tally, isLost }: { tally: Tally; isLost: boolean },
  move: JobMove,
): Promise<Job | null> {
  if (job.kind === 'watched') return store.moveJob(job.id, move);
  const now = clock.now();
  // What is lost may have cost as much as was reserved for it.
  const micros = isLost ? null : attemptCostMicros(tally, job.tally);
  return store.ledger.settle(chargeOf(job, now), micros, now, move);
}

function isOver({ state }: Batch): boolean {
  return state === 'collected' || state === 'lost';
}

/** Of a message batch created elsewhere the rows are known from its results alone, so what is lost is not among them. */
async function tallyOf(deps: Deps, job: Job, batches: Batch[]): Promise<Tally> {
  const tally = await deps.jobData.count({
    jobId: job.id,
    answerFields: answerFieldsOf(job),
    hasCache: [job.report?.cache, job.retry?.cache].some(Boolean),
  });
  if (job.kind !== 'watched') return tally;
  const requests = batches.reduce((sum, batch) => sum + batch.requests, 0);
  return { ...tally, requests, missing: requests - (tally.requests - tally.missing) };
}

/** Why some rows have no result, once for each reason. */
function noticeOf(batches: readonly Batch[]): string | null {
  const reasons = batches.flatMap(({ state, notice }) =>
    (state === 'refused' || state === 'lost') && notice !== null ? [notice] : [],
  );
  return reasons.length === 0 ? null : [...new Set(reasons)].slice(0, NOTICES).join(' ');
}

/** The button of the done card; a job that ends is worth more than its button, so whatever goes wrong here is only logged. */
async function offerAtEnd(deps: Deps, job: Job, tally: Tally): Promise<Retry | null> {
  if (job.kind === 'watched' || isAllAnswered(tally)) return null;
  try {
    return await planRetry(deps, job, { only: null, overrides: NO_OVERRIDES });
  } catch (error) {
    deps.log.error({ jobId: job.id }, 'a retry could not be offered', error);
    return null;
  }
}
