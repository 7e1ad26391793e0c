// A message batch without a record that could not be attached: said to those whom it concerns.
import type { Deps } from '../deps.ts';

/** @param named the job that its custom_ids name; null when it is somebody else's */
export async function tellOfOther(
  { store, log }: Pick<Deps, 'store' | 'log'>,
  remoteId: string,
  named: string | null,
): Promise<void> {
  if (named === null) {
    log.info({ batchId: remoteId }, 'a message batch without a record is somebody else’s');
    return;
  }
  const job = await store.job(named);
  log.warn(
    { batchId: remoteId, jobId: named, isKnown: job !== null },
    'a message batch was made by this bot, or one like it, and cannot be attached to a job; /batch watch brings its results',
  );
  if (job?.state !== 'draft' && job?.state !== 'needs-approval' && job?.state !== 'done') return;
  const notice = `The message batch ${remoteId} at Anthropic was made from this job, before the bot’s data was restored from an older copy, with other rows or settings than it has now. /batch watch ${remoteId} brings its results.`;
  await store.moveJob(job.id, { from: [job.state], to: job.state, set: { notice } });
}
