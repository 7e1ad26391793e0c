// A person throws a draft away: nothing was sent, and its rows, prompt and preview are deleted.
import { UserError } from '../../core/errors.ts';
import { withoutContent } from '../../core/job/deletion.ts';
import type { Deps } from '../deps.ts';
import { showCard } from '../show/show-card.ts';
import { notADraft } from './change-draft.ts';

/** @throws UserError when the job is no draft any more */
export async function discardJob(deps: Deps, input: { jobId: string; revision: number }): Promise<void> {
  const job = await deps.store.job(input.jobId);
  if (job === null)
    throw new UserError('no-job', 'This job is no longer there.', 'There is nothing to discard.');
  const discarded = await deps.store.moveJob(job.id, {
    from: ['draft', 'building'],
    to: 'discarded',
    set: withoutContent(job),
  });
  if (discarded === null) throw notADraft(job, input.revision);
  await showCard(deps, job.id);
  await deps.jobData.remove({ jobId: job.id });
}
