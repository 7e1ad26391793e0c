// A person has everything of an ended job deleted that they or Claude wrote: here, in Slack and at Anthropic.
import { ServiceError, UserError } from '../../core/errors.ts';
import { withoutContent } from '../../core/job/deletion.ts';
import type { Job, JobState } from '../../core/job/job.ts';
import type { OwedMessage } from '../../core/job/messages.ts';
import type { Place } from '../../ports/conversation.ts';
import type { Deps } from '../deps.ts';
import type { Actor } from '../people/actor.ts';
import { isAdmin } from '../people/admit.ts';
import { showCard, threadOf } from '../show/show-card.ts';
import { mayBeHidden } from './other-key.ts';

/** Whatever comes to nothing more; of a discarded draft the answers of a trial may still stand in the thread. */
const DELETABLE: JobState[] = ['done', 'failed', 'discarded'];

/** @throws UserError when the job has not ended, is deleted already, or is somebody else's */
export async function checkCanDelete(deps: Deps, actor: Actor, job: Job): Promise<void> {
  const number = `Job #${job.number}`;
  const isTheirs = job.ownerId === actor.userId || job.submittedBy === actor.userId;
  if (!isTheirs && !(await isAdmin(deps, actor)))
    throw new UserError(
      'not-yours',
      `${number} was started by somebody else.`,
      'They can delete its data, or an admin can.',
      { byUserId: job.submittedBy ?? job.ownerId },
    );
  if (job.state === 'deleting' || job.state === 'deleted')
    throw new UserError(
      'already-deleted',
      `The data of ${number} was deleted already.`,
      'There is nothing more to do.',
      {
        byUserId: job.deletion?.by ?? null,
      },
    );
  // What is being asked has a price that is still to be settled.
  const isTrying = (await deps.store.owedMessagesOf(job.id)).some(
    ({ kind, state }) => kind === 'trial' && state !== 'posted' && state !== 'given-up',
  );
  if (isTrying)
    throw new UserError(
      'being-tried',
      `Rows of ${number.toLowerCase()} are being tried at the moment.`,
      'Try again when their answers are in its thread.',
    );
  if (DELETABLE.some((state) => state === job.state)) return;
  if (job.state === 'needs-approval')
    throw new UserError(
      'not-ended',
      `${number} waits for an approval.`,
      'Press Withdraw on its card first; then it can be discarded or deleted.',
    );
  throw job.state === 'draft' || job.state === 'building'
    ? new UserError('not-ended', `${number} is a draft.`, 'Press Discard on its card: that deletes its rows.')
    : new UserError('not-ended', `${number} has not ended.`, 'Cancel it, or wait for its end.');
}

/** Deletes in the background; what fails is tried again by the next tick. @throws UserError as checkCanDelete does */
export async function deleteData(deps: Deps, actor: Actor, job: Job): Promise<void> {
  await checkCanDelete(deps, actor, job);
  const deletion = { by: actor.userId, at: deps.clock.now() };
  const deleting = await deps.store.moveJob(job.id, {
    from: DELETABLE,
    to: 'deleting',
    revision: job.revision,
    set: { ...withoutContent(job), deletion, revision: job.revision + 1 },
  });
  if (deleting === null)
    throw new UserError(
      'job-changed',
      `Job #${job.number} was changed meanwhile.`,
      'Look at its card and try again.',
    );
  deps.log.info({ jobId: job.id, by: actor.userId }, 'data of a job is deleted');
  deps.background.runUnlessBusy('delete data', job.id, () => followDeletion(deps, job.id));
}

/** Goes on with a deletion wherever it stands; each step again is harmless. @throws ServiceError when a service has to be asked again later */
export async function followDeletion(deps: Deps, jobId: string): Promise<void> {
  const job = await deps.store.job(jobId);
  if (job?.state !== 'deleting') return;
  await deps.jobData.remove({ jobId });
  await deleteInSlack(deps, job);
  const left = job.kind === 'file' ? await deleteAtAnthropic(deps, job) : [];
  await deps.store.forgetDetails(jobId);
  const { by = job.ownerId, at = deps.clock.now() } = job.deletion ?? {};
  await deps.store.moveJob(jobId, {
    from: ['deleting'],
    to: 'deleted',
    set: { deletion: { by, at, ...(left.length > 0 ? { left } : {}) } },
  });
  await showCard(deps, jobId);
}

/** @returns the message batches that are still there, or may be: another API key does not see those of this one */
async function deleteAtAnthropic(deps: Deps, job: Job): Promise<string[]> {
  const left: string[] = [];
  for (const batch of await deps.store.batchesOf(job.id)) {
    const { remoteId } = batch;
    if (remoteId === null) continue;
    const end = await attempt(deps, job, () => deps.batchApi.remove(remoteId));
    if (end === 'refused' || (end === 'gone' && mayBeHidden(batch, deps))) left.push(remoteId);
  }
  return left;
}

/** Files with results, and messages with answers; the words about the end hold none. */
async function deleteInSlack(deps: Deps, job: Job): Promise<void> {
  const place = await threadOf(deps, job);
  for (const owed of await deps.store.owedMessagesOf(job.id)) {
    const { kind, fileIds } = owed;
    const ts = owed.ts ?? (await unconfirmed(deps, job, place, owed));
    for (const fileId of fileIds) await attempt(deps, job, () => deps.notifier.removeFile(fileId));
    if (ts !== null && (kind === 'first-rows' || kind === 'trial'))
      await attempt(deps, job, () => deps.notifier.removeMessage(place, ts));
  }
}

/** @returns a message whose post Slack did not confirm, if it stands there */
async function unconfirmed(deps: Deps, job: Job, place: Place, owed: OwedMessage): Promise<string | null> {
  if (owed.state !== 'posting' || owed.fileIds.length > 0) return null;
  const found: string[] = [];
  await attempt(deps, job, async () => {
    const message = await deps.notifier.findPosted(place, owed.key, (owed.attemptedAt ?? 0) - SKEW_MS);
    if (message !== null) found.push(message.ts);
  });
  return found[0] ?? null;
}

/** Clocks may differ by this much. */
const SKEW_MS = 60_000;

/** What is refused for good is left to the operator, who reads of it in the log. */
async function attempt(
  { log }: Deps,
  { id: jobId }: Job,
  work: () => Promise<void>,
): Promise<'deleted' | 'gone' | 'refused'> {
  try {
    await work();
    return 'deleted';
  } catch (error) {
    if (!(error instanceof ServiceError) || error.kind === 'busy' || error.kind === 'unknown') throw error;
    if (error.kind === 'refused')
      log.error(
        { jobId, service: error.service, code: error.code },
        'a part of a job’s data could not be deleted',
      );
    return error.kind;
  }
}
