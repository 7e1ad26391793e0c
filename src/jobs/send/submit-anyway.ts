// A person who knows better has a job sent that is held back because it may be at Anthropic already.
import type { Job } from '../../core/job/job.ts';
import { unsentParts } from '../../core/trouble/stranger.ts';
import type { Deps } from '../deps.ts';
import { liftHold } from './hold.ts';
import { retryJob } from './retry.ts';
import { sendBatches } from './send-batches.ts';
import { submitJob } from './submit.ts';

/** @throws UserError when there is nothing of the job to send */
export async function submitAnyway(deps: Deps, job: Job, by: string): Promise<Job> {
  await liftHold(deps, job, unsentParts(job, await deps.store.batchesOf(job.id)));
  deps.log.warn({ jobId: job.id, by }, 'a person has a job sent although it may be at Anthropic already');
  if (job.state === 'submitting') {
    deps.background.run('submit', job.id, () => sendBatches(deps, job.id));
    return job;
  }
  const input = { jobId: job.id, revision: job.revision, by };
  return job.state === 'done' ? retryJob(deps, input) : submitJob(deps, input);
}
