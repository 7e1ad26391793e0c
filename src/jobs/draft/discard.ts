// A person throws a draft away: nothing was sent, and its rows, prompt and preview are deleted.
import { existsSync } from 'node:fs';
import { UserError } from '../../core/errors.ts';
import { withoutContent } from '../../core/job/deletion.ts';
import type { Job, JobState } from '../../core/job/job.ts';
import type { Deps } from '../deps.ts';
import { showCard } from '../show/show-card.ts';
import { notADraft } from './change-draft.ts';

/** @throws UserError when the job is no draft any more */
export async function discardJob(deps: Deps, input: { jobId: string; revision: number }): Promise<void> {
  const job = await deps.store.job(input.jobId);
  if (job === null)
    throw new UserError('no-job', 'This job is no longer there.', 'There is nothing to discard.');
  if ((await throwAway(deps, job, ['draft', 'building'])) === null) throw notADraft(job, input.revision);
  await showCard(deps, job.id);
}

/** Moves a job that was never sent to discarded, and has all that it held deleted. @returns null when it is in none of these states */
export async function throwAway(deps: Deps, job: Job, from: JobState[]): Promise<Job | null> {
  const discarded = await deps.store.moveJob(job.id, { from, to: 'discarded', set: withoutContent(job) });
  if (discarded !== null) deps.background.run('remove data', job.id, () => removeData(deps, job.id));
  return discarded;
}

/** For the start: what a crash left of discarded jobs, or a file that was on its way when somebody discarded them. */
export async function removeLeftovers(deps: Deps): Promise<void> {
  const { jobFile, folder } = deps.options.paths;
  for (const { id } of await deps.store.jobsIn(['discarded']))
    if (existsSync(jobFile(id)) || existsSync(folder(id))) await removeData(deps, id);
}

/** Once whoever fetches or reads the file of the job is done with it. */
async function removeData({ locks, jobData }: Deps, jobId: string): Promise<void> {
  await locks.hold(`prepare:${jobId}`, () => jobData.remove({ jobId }));
}
