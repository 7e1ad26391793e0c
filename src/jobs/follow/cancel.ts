// A person stops a running job: Anthropic is asked to cancel, and what was finished is still delivered.
import { ServiceError, UserError } from '../../core/errors.ts';
import type { Batch } from '../../core/job/batch.ts';
import type { Job, JobState } from '../../core/job/job.ts';
import type { Deps } from '../deps.ts';
import { CANCELED_UNSENT, settleInTurn } from '../send/send-batches.ts';
import { showCard } from '../show/show-card.ts';
import { givenUpNotice } from './lost-batch.ts';
import { isOfOtherKey } from './other-key.ts';

/** @throws UserError when the job cannot be canceled in its state */
export async function cancelJob(deps: Deps, input: { jobId: string; by: string }): Promise<Job> {
  const job = await deps.store.job(input.jobId);
  if (job === null)
    throw new UserError('no-job', 'This job is no longer there.', 'There is nothing to cancel.');
  if (job.kind === 'watched') {
    throw new UserError(
      'not-ours',
      'This message batch was created elsewhere, so it is only watched here.',
      'Cancel it where it was created.',
    );
  }
  const from: JobState[] = ['running', 'submitting'];
  // What cannot be read cannot be cancelled: whoever asks learns it before anything is changed.
  const batches = await deps.store.batchesOf(job.id);
  // Asked again where another key has to stop it: then it is given up.
  if (batches.some((batch) => isOutOfReach(batch, deps))) from.push('canceling');
  const canceling = await deps.store.moveJob(job.id, { from, to: 'canceling' });
  if (canceling === null) throw cannotCancel(job);
  deps.log.info({ jobId: job.id, by: input.by }, 'cancel asked');
  deps.background.run('show card', job.id, () => showCard(deps, job.id));
  deps.background.run('cancel', job.id, async () => {
    await cancelBatches(deps, job.id, { givesUp: true });
    // It may be a draft again.
    await settleInTurn(deps, job.id);
  });
  return canceling;
}

function isOutOfReach(batch: Batch, deps: Deps): boolean {
  return (batch.state === 'running' || batch.state === 'ended') && isOfOtherKey(batch, deps);
}

/**
 * Keeps back what was not sent yet and asks Anthropic to cancel every batch that runs; doing it again is harmless.
 * @param givesUp a person asks: what only a key that the bot has not any more could stop is then left to itself
 */
export async function cancelBatches(deps: Deps, jobId: string, { givesUp = false } = {}): Promise<void> {
  for (const batch of await deps.store.batchesOf(jobId)) {
    if (batch.state === 'ready') {
      const set = { notice: CANCELED_UNSENT };
      await deps.store.moveBatch(batch.id, { from: ['ready'], to: 'refused', set });
    }
    const isEnded = batch.state === 'ended' && givesUp && isOutOfReach(batch, deps);
    if ((batch.state !== 'running' && !isEnded) || batch.remoteId === null) continue;
    try {
      // What has ended needs no cancel: it is asked whether the key sees it.
      await (isEnded ? deps.batchApi.get(batch.remoteId) : deps.batchApi.cancel(batch.remoteId));
    } catch (error) {
      // A batch that ended meanwhile is refused here and collected by the next tick.
      if (!(error instanceof ServiceError)) throw error;
      if (givesUp && error.kind === 'gone' && isOutOfReach(batch, deps)) {
        const set = { notice: givenUpNotice(batch), endedAt: batch.endedAt ?? deps.clock.now() };
        await deps.store.moveBatch(batch.id, { from: ['running', 'ended'], to: 'lost', set });
      }
      deps.log.warn({ jobId, kind: error.kind, code: error.code }, 'cancel was not taken');
    }
  }
}

function cannotCancel(job: Job): UserError {
  const number = `Job #${job.number}`;
  switch (job.state) {
    case 'canceling':
      return new UserError(
        'already-canceling',
        `${number} is being cancelled already.`,
        'Its card shows when it has ended.',
      );
    case 'needs-approval':
      return new UserError(
        'needs-approval',
        `${number} was not sent: it waits for an approval.`,
        'Press Withdraw on its card to take it back.',
      );
    case 'done':
      return new UserError('already-done', `${number} has ended already.`, 'Its results are in the thread.');
    default:
      return new UserError(
        'not-running',
        `${number} was not sent, so there is nothing to cancel.`,
        'Press Discard on its card to throw it away.',
      );
  }
}
