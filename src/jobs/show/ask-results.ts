// A person asks for results files of a job; they are handed over in its thread.
import { UserError } from '../../core/errors.ts';
import { isEnded } from '../../core/job/approval.ts';
import { refuseDeleted } from '../../core/job/deletion.ts';
import { hasBegun, hasFailedRows, type Job } from '../../core/job/job.ts';
import { type ResultsRequest, WITH_CLOSING } from '../../core/result/results-file.ts';
import type { Place } from '../../ports/conversation.ts';
import type { Deps } from '../deps.ts';
import { closingKey, type DeliveryDetail, deliverMessage } from './deliver.ts';

export interface AskInput {
  job: Job;
  request: ResultsRequest;
  /** null: the thread of the job's card. */
  place: Place | null;
}

/** Owes the files and hands them over in the background. @throws UserError when there are no results yet */
export async function askResults(deps: Deps, { job, request, place }: AskInput): Promise<void> {
  await checkHasResults(deps, job, request);
  const key = `${job.id}:results:${deps.newId()}`;
  const detail: DeliveryDetail = { ...request, place };
  await deps.store.oweMessage({ key, jobId: job.id, kind: 'results', detail: JSON.stringify(detail) });
  deps.background.run('hand over results', job.id, () => deliverMessage(deps, key));
}

/** @returns whether the closing message could not be posted in the job's conversation, so that files have to go elsewhere */
export async function isOutOfReach({ store }: Pick<Deps, 'store'>, job: Job): Promise<boolean> {
  return (await store.owedMessage(closingKey(job)))?.state === 'given-up';
}

/**
 * The button of a closing message whose files could not be attached.
 * @param direct the direct message where the button stands; null in the job's conversation
 */
export async function sendFilesAgain(deps: Deps, jobId: string, direct: Place | null): Promise<void> {
  const job = await deps.store.job(jobId);
  if (job === null)
    throw new UserError('no-job', 'This job is no longer there.', 'Its results cannot be sent again.');
  const closing = await deps.store.owedMessage(closingKey(job));
  const thread = closing?.ts ? { channelId: job.channelId, threadTs: job.threadTs ?? closing.ts } : null;
  const place = direct ?? thread;
  await askResults(deps, { job, request: WITH_CLOSING, place });
}

/** Results of ended message batches can be had while others run; failed rows are known at the end. @throws UserError */
export async function checkHasResults(
  { store }: Deps,
  job: Job,
  { only }: Pick<ResultsRequest, 'only'>,
): Promise<void> {
  refuseDeleted(job);
  const number = `Job #${job.number}`;
  if (isEnded(job)) {
    if (only !== 'failed' || hasFailedRows(job)) return;
    throw new UserError(
      'nothing-failed',
      `Every row of job #${job.number} has its whole answer.`,
      'Ask for its results without --only failed.',
    );
  }
  if (!hasBegun(job.state))
    throw new UserError(
      'no-results',
      `${number} was never sent, so it has no results.`,
      'Press Submit on its card first.',
    );
  const batches = await store.batchesOf(job.id);
  if (only !== 'failed' && batches.some(({ state }) => state === 'collected')) return;
  throw new UserError(
    'no-results-yet',
    `${number} is still running; results come when a message batch of it has ended.`,
    'They are posted in its thread by themselves.',
  );
}
