// Sends what a submitting job still has to send: intent first, then one call, then what became of it.

import { ServiceError, UserError } from '../../core/errors.ts';
import { type Batch, ofAttempt, type RemoteBatch } from '../../core/job/batch.ts';
import type { Job, JobState } from '../../core/job/job.ts';
import { batchChargeId } from '../../core/money/charge.ts';
import { NO_OVERRIDES } from '../../core/result/retry.ts';
import { explain } from '../../core/trouble/explain.ts';
import { settleMsFor } from '../../core/trouble/settle.ts';
import type { Deps } from '../deps.ts';
import { showCard } from '../show/show-card.ts';
import { findHold } from './hold.ts';
import { type FileIds, uploadDocuments } from './upload-documents.ts';
import { agreedTo, isWarmingUp } from './warming-up.ts';

/** One create call at a time for the API key keeps the watermark meaningful. */
const SEND_LOCK = 'send';

/** Does nothing when the job is not submitting. @throws ServiceError when Anthropic cannot be asked for its newest batch */
export async function sendBatches(deps: Deps, jobId: string): Promise<void> {
  await deps.locks.hold(SEND_LOCK, async () => {
    const job = await deps.store.job(jobId);
    if (job?.state !== 'submitting') return;
    const batches = await planned(deps, job);
    let fileIds: FileIds | null = null;
    for (const batch of batches) {
      if (batch.state !== 'ready') continue;
      if (await isWarmingUp(deps, job, batches, batch)) break;
      fileIds ??= await fileIdsFor(deps, job, batch);
      if (fileIds === null || !(await sendOne(deps, job, batch, fileIds))) break;
    }
    await settleJob(deps, jobId);
  });
  await showCard(deps, jobId);
}

/** The batches of this attempt; planned here so that a crash between Submit and this is no loss. */
export async function planned(deps: Pick<Deps, 'store' | 'newId'>, job: Job): Promise<Batch[]> {
  const existing = await deps.store.batchesOf(job.id);
  const current = ofAttempt(existing, job);
  if (current.some((batch) => batch.state !== 'refused')) return current;
  const plan = agreedTo(job)?.plan ?? [];
  const last = Math.max(0, ...existing.map(({ position }) => position));
  await deps.store.planBatches(
    job.id,
    plan.map((part, index) => ({
      ...part,
      id: deps.newId(),
      position: last + index + 1,
      attempt: job.attempt,
      state: 'ready',
      remoteId: null,
    })),
  );
  return ofAttempt(await deps.store.batchesOf(job.id), job);
}

/** Uploads what the requests name by an id. @returns null when that failed, which is recorded */
async function fileIdsFor(deps: Deps, job: Job, batch: Batch): Promise<FileIds | null> {
  if ((batch.dueAt ?? 0) > deps.clock.now()) return null;
  try {
    return await uploadDocuments(deps, job);
  } catch (error) {
    // Before the create call: whatever an upload came to, nothing was bought.
    for (const other of ofAttempt(await deps.store.batchesOf(job.id), job))
      if (other.state === 'ready') await recordFailure(deps, job, other, error, 'ready');
    return null;
  }
}

/** @returns whether the next batch may follow */
async function sendOne(deps: Deps, job: Job, batch: Batch, fileIds: FileIds): Promise<boolean> {
  if ((batch.dueAt ?? 0) > deps.clock.now()) return false;
  // Asked again before each: a person may have canceled while the one before was sent.
  if ((await deps.store.job(job.id))?.state !== 'submitting') return false;
  if (await isAnotherUnsettled(deps, batch)) {
    await deps.store.moveBatch(batch.id, { from: ['ready'], to: 'ready', set: { notice: WAITING } });
    return false;
  }
  const hold = await findHold(deps, job, [batch]);
  if (hold !== null) {
    const notice = `${hold.error.message} ${hold.error.next}`;
    await deps.store.moveBatch(batch.id, { from: ['ready'], to: 'ready', set: { notice } });
    return false;
  }
  const watermark = await askWatermark(deps, job, batch);
  if (watermark === null) return false;
  if (job.report === null) return false;
  try {
    const remote = await deps.jobData.send(
      {
        jobId: job.id,
        format: job.report.format,
        settings: job.settings,
        attempt: job.attempt,
        cache: agreedTo(job)?.cache?.end ?? null,
        overrides: (job.attempt === 1 ? null : job.retry?.overrides) ?? NO_OVERRIDES,
        batch,
        fileIds,
      },
      () => storeIntent(deps, batch, watermark.id),
    );
    await recordSent(deps, batch.id, remote, { isAdopted: false });
    deps.log.info({ jobId: job.id, batchId: remote.id, requests: batch.requests }, 'message batch created');
    return true;
  } catch (error) {
    if (!(error instanceof TakenAway)) await recordFailure(deps, job, batch, error, 'submitting');
    return false;
  }
}

/** Somebody cancelled while it waited for its turn. */
class TakenAway extends Error {}

/** From here on the message batch may be at Anthropic. */
async function storeIntent(
  { store, clock, batchApi }: Deps,
  batch: Batch,
  watermarkId: string | null,
): Promise<void> {
  if ((await store.job(batch.jobId))?.state !== 'submitting') throw new TakenAway();
  const intent = await store.moveBatch(batch.id, {
    from: ['ready'],
    to: 'submitting',
    set: {
      attemptedAt: clock.now(),
      watermarkId,
      keyFingerprint: batchApi.keyFingerprint,
      dueAt: null,
      notice: null,
    },
  });
  if (intent === null) throw new TakenAway();
}

const WAITING = 'Another submission is being checked with Anthropic first; this one follows by itself.';

/** While the outcome of one submission is unknown, no other is made: it could be taken for that one in the list. */
async function isAnotherUnsettled(deps: Deps, batch: Batch): Promise<boolean> {
  const submitting = await deps.store.batchesIn(['submitting']);
  return submitting.some(
    (other) => other.id !== batch.id && other.keyFingerprint === deps.batchApi.keyFingerprint,
  );
}

/** The newest message batch before ours; null when Anthropic could not be asked, which is recorded. */
async function askWatermark(deps: Deps, job: Job, batch: Batch): Promise<{ id: string | null } | null> {
  try {
    const [newest] = await deps.batchApi.newest({ until: null, limit: 1 });
    return { id: newest?.id ?? null };
  } catch (error) {
    await recordFailure(deps, job, batch, error, 'ready');
    return null;
  }
}

/** Stores Anthropic's id: from here on the message batch is ours to follow; an adopted one is proven by its results. */
export async function recordSent(
  deps: Pick<Deps, 'store'>,
  batchId: string,
  remote: RemoteBatch,
  { isAdopted }: { isAdopted: boolean },
): Promise<void> {
  await deps.store.moveBatch(batchId, {
    from: ['submitting', 'needs-human'],
    to: 'running',
    set: {
      remoteId: remote.id,
      createdAt: remote.createdAt,
      expiresAt: remote.expiresAt,
      counts: remote.counts,
      isAdopted,
      candidates: null,
      notice: null,
    },
  });
}

/** When Anthropic does not say how long: its queue empties in minutes, and each attempt sends the whole body. */
const ROOM_AFTER_MS = 60_000;
const NO_ROOM =
  'Anthropic has no room for more requests of this account at the moment; this waits its turn and follows by itself.';
const TRYING_AGAIN = 'Anthropic is busy or cannot be reached; this is tried again by itself.';

/** @param at the state the batch failed in: before the call nothing can have been created, whatever went wrong */
async function recordFailure(
  deps: Deps,
  job: Job,
  batch: Batch,
  error: unknown,
  at: 'ready' | 'submitting',
): Promise<void> {
  if (error instanceof UserError) {
    await deps.store.moveBatch(batch.id, {
      from: [at],
      to: 'refused',
      set: { notice: `${error.message} ${error.next}` },
    });
    return;
  }
  if (!(error instanceof ServiceError)) throw error;
  deps.log.warn({ jobId: job.id, kind: error.kind, code: error.code }, 'message batch was not created');
  if (error.kind === 'refused' || error.kind === 'gone') {
    await deps.store.moveBatch(batch.id, {
      from: [at],
      to: 'refused',
      set: { notice: noticeOf(error) },
    });
  } else if (error.kind === 'busy' || at === 'ready') {
    const isFull = at === 'submitting' && error.code === 'rate_limit_error';
    const waitMs = error.retryAfterMs ?? (isFull ? ROOM_AFTER_MS : 0);
    await deps.store.moveBatch(batch.id, {
      from: [at],
      to: 'ready',
      set: { notice: isFull ? NO_ROOM : TRYING_AGAIN, dueAt: deps.clock.now() + waitMs },
    });
  } else {
    // The call may have taken long: what it came to shows in the list some time after its end, and reconcile looks then.
    const dueAt = deps.clock.now() + settleMsFor(batch.bodyBytes, deps.options.settleMs);
    await deps.store.moveBatch(batch.id, { from: ['submitting'], to: 'submitting', set: { dueAt } });
  }
}

/** Once every submission under way has its turn behind it: a job without anything left to send moves on. */
export async function settleInTurn(deps: Deps, jobId: string): Promise<void> {
  await deps.locks.hold(SEND_LOCK, () => settleJob(deps, jobId));
  await showCard(deps, jobId);
}

/** Called under the send lock: moves the job on when none of its batches is left to send. */
export async function settleJob(deps: Pick<Deps, 'store' | 'clock' | 'log'>, jobId: string): Promise<void> {
  const job = await deps.store.job(jobId);
  if (job === null) return;
  const batches = ofAttempt(await deps.store.batchesOf(jobId), job);
  if (batches.length === 0) {
    // Cancelled while it waited for its turn to be sent.
    if (job.state === 'canceling') await takeBack(deps, job, CANCELED_UNSENT);
    return;
  }
  if (batches.some((batch) => ['ready', 'submitting', 'needs-human'].includes(batch.state))) return;
  const refused = batches.find((batch) => batch.state === 'refused');
  if (refused && batches.every((batch) => batch.state === 'refused')) {
    await takeBack(deps, job, refused.notice);
    return;
  }
  await deps.store.moveJob(jobId, {
    from: ['submitting'],
    to: 'running',
    set: { notice: refused?.notice ?? job.notice },
  });
}

export const CANCELED_UNSENT = 'Cancelled before it was sent.';

/** Nothing of the attempt was sent: the job is a draft again, or done as it was before the retry. */
async function takeBack({ store }: Pick<Deps, 'store'>, job: Job, notice: string | null): Promise<void> {
  const from: JobState[] = ['submitting', 'canceling'];
  const charge = { id: batchChargeId(job.id, job.attempt), jobId: job.id };
  if (job.attempt === 1) {
    const set = { notice, submittedBy: null, submittedAt: null };
    await store.ledger.takeBack(charge, { from, to: 'draft', set });
  } else {
    // As it was, and why nothing was sent.
    const { notice: earlier = null, ...before } = job.retry?.before ?? {};
    const isSaid = notice === null || earlier?.includes(notice);
    const said = isSaid ? earlier : [notice, ...(earlier === null ? [] : [earlier])].join(' ');
    const set = { ...before, attempt: job.attempt - 1, notice: said };
    await store.ledger.takeBack(charge, { from, to: 'done', set });
  }
}

function noticeOf(error: ServiceError): string {
  const { message, next } = explain(error);
  return `${message} Nothing was charged. ${next}`;
}
