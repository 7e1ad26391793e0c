// Hands over results files: the closing message of a job, or files that somebody asked for; each once.
import { ServiceError } from '../../core/errors.ts';
import { isEnded } from '../../core/job/approval.ts';
import { hasBegun, type Job } from '../../core/job/job.ts';
import type { OwedMessage } from '../../core/job/messages.ts';
import { failedRows, type ResultsRequest, WITH_CLOSING } from '../../core/result/results-file.ts';
import type { JobView, Place, ShareWords } from '../../ports/conversation.ts';
import type { Deps } from '../deps.ts';
import { isAbsent } from './find-posted.ts';
import { isDue, recordFailure, threadOf, viewOf } from './show-card.ts';
import { uploadResults } from './upload-results.ts';

type DeliverDeps = Pick<
  Deps,
  'history' | 'store' | 'notifier' | 'jobData' | 'clock' | 'log' | 'locks' | 'options' | 'memory'
>;

/** Uploads that fail this often are left out: the closing message then says how to get the files. */
const ATTEMPTS_WITH_FILES = 3;
/** After this many in all a delivery is given up; the files can be asked for at any time. */
const ATTEMPTS = 20;
/** Slack usually names a wait; without one it gets this long. */
const PAUSE_MS = 5000;

/** What an owed delivery needs to know; kept as JSON with it. */
export interface DeliveryDetail extends ResultsRequest {
  /** Where the files go; null: the thread of the job's card. */
  place: Place | null;
}

/** @returns the key of the closing message of a job's last attempt among the owed messages; each attempt has its own */
export function closingKey({ id, attempt }: Pick<Job, 'id' | 'attempt'>): string {
  return attempt === 1 ? `${id}:closing` : `${id}:closing:${attempt}`;
}

/**
 * Delivers one owed message when it is due and its job is done. Failures of Slack are kept for the next tick; while Slack
 * takes no uploads nothing is written only to be refused.
 */
export async function deliverMessage(deps: DeliverDeps, key: string): Promise<void> {
  await deps.locks.tryHold(`deliver:${key}`, async () => {
    const owed = await deps.store.owedMessage(key);
    if (owed === null || deps.clock.now() < deps.memory.uploadsFrom) return;
    const view = await viewOf(deps, owed.jobId);
    if (view === null || !isDue(owed, view.now) || !hasWhatIsOwed(view.job, owed)) return;
    try {
      await deliver(deps, view, owed);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      deps.log.warn(
        { jobId: owed.jobId, kind: error.kind, code: error.code },
        'results could not be handed over',
      );
      await recordDeliveryFailure(deps, owed, error, view.now);
    }
  });
}

/** A closing message belongs to the end; files that were asked for come with what there is. */
function hasWhatIsOwed(job: Job, { kind }: OwedMessage): boolean {
  return isEnded(job) || (kind === 'results' && hasBegun(job.state));
}

async function deliver(deps: DeliverDeps, view: JobView, owed: OwedMessage): Promise<void> {
  const detail = detailOf(owed, view.job);
  const place = detail.place ?? (await threadOf(deps, view.job));
  const isUnsure = owed.state === 'posting';
  if (isUnsure && !(await isAbsent(deps, owed, place, view.now))) return;
  // Counted is what Slack did not take: a bot that was stopped on the way has not tried in vain.
  const attempts = owed.attempts + (isUnsure ? 1 : 0);
  if (attempts >= ATTEMPTS) {
    await move(deps, owed, 'given-up', {});
    return;
  }
  await move(deps, owed, 'owed', { attempts, attemptedAt: view.now, fileIds: [] });
  if (attempts >= ATTEMPTS_WITH_FILES && owed.kind === 'closing') {
    await move(deps, owed, 'posting', { attemptedAt: view.now });
    const { ts } = await deps.notifier.postClosing(view, place, owed.key);
    await move(deps, owed, 'posted', { ts });
    return;
  }
  const files = await uploadResults(deps, view.job, detail);
  // The ids are stored before the files are shared: with them, sharing of unknown outcome can be looked up.
  const intent = await move(deps, owed, 'posting', {
    attemptedAt: deps.clock.now(),
    fileIds: files.map((file) => file.fileId),
  });
  // Gone when the data of its job was deleted meanwhile.
  if (intent === null) return;
  await deps.notifier.shareFiles(view, place, files, wordsFor(view.job, owed, detail));
  await move(deps, owed, 'posted', {});
}

function wordsFor(job: Job, { kind }: OwedMessage, { only }: DeliveryDetail): ShareWords {
  if (kind === 'closing') return 'closing';
  if (only === 'failed') return 'failed';
  return isEnded(job) ? 'asked' : 'partial';
}

function move(deps: DeliverDeps, owed: OwedMessage, to: OwedMessage['state'], set: Partial<OwedMessage>) {
  const { key: _key, jobId: _jobId, kind: _kind, state: _state, ...fields } = set as OwedMessage;
  return deps.store.moveOwedMessage(owed.key, { from: ['owed', 'posting'], to, set: fields });
}

/** What was owed by an earlier version knows of nothing but formats, with `mend` among them. */
type StoredDetail = Partial<DeliveryDetail> & { formats: string[]; place: Place | null };

function detailOf({ detail }: OwedMessage, job: Job): DeliveryDetail {
  if (detail === null) return { ...WITH_CLOSING, place: null };
  const stored = JSON.parse(detail) as StoredDetail;
  const isMend = stored.formats.includes('mend');
  return { ...WITH_CLOSING, ...stored, ...(isMend ? failedRows(job) : {}) } as DeliveryDetail;
}

async function recordDeliveryFailure(
  deps: DeliverDeps,
  owed: OwedMessage,
  error: ServiceError,
  now: number,
): Promise<void> {
  const current = (await deps.store.owedMessage(owed.key)) ?? owed;
  const isUploading = current.state === 'owed';
  if (isUploading && error.kind !== 'busy') {
    // Nothing was shared yet: trying again, or without files, can double nothing.
    await deps.store.moveOwedMessage(owed.key, {
      from: ['owed'],
      to: 'owed',
      set: { dueAt: now, attempts: current.attempts + 1, error: error.code },
    });
  } else if (isUploading) {
    const dueAt = now + (error.retryAfterMs ?? PAUSE_MS);
    deps.memory.uploadsFrom = Math.max(deps.memory.uploadsFrom, dueAt);
    await deps.store.moveOwedMessage(owed.key, {
      from: ['owed'],
      to: 'owed',
      set: { dueAt, error: error.code },
    });
  } else {
    await recordFailure(deps, current, error, now);
  }
}
