// A person submits a draft: recorded under their name, then sent batch by batch, or shown to who has to approve it.
import { UserError } from '../../core/errors.ts';
import type { Job } from '../../core/job/job.ts';
import { sendOrAsk } from '../approval/send-or-ask.ts';
import type { Deps } from '../deps.ts';
import { notADraft } from '../draft/change-draft.ts';
import { refuseHeld } from './hold.ts';
import { submission } from './submission.ts';

export interface SubmitInput {
  jobId: string;
  /** The revision that the person saw; null: as it is now, for a command that shows no card. */
  revision: number | null;
  by: string;
}

/**
 * Moves a draft on, once: to submitting, and it is sent in the background; or to needs-approval, where it costs too much.
 * @throws UserError when it is no draft, was changed, or something stands in its way
 */
export async function submitJob(deps: Deps, input: SubmitInput): Promise<Job> {
  const job = await deps.store.job(input.jobId);
  if (job === null)
    throw new UserError('no-job', 'This job is no longer there.', 'Drop the file again to start a new one.');
  const revision = input.revision ?? job.revision;
  const { report } = job;
  if (job.state !== 'draft' || job.revision !== revision || report === null) throw notADraft(job, revision);
  const blocker = report.blockers[0];
  if (blocker)
    throw new UserError(
      'blocked',
      `Job #${job.number} cannot be sent yet: ${blocker.text}`,
      'Press Edit on its card to mend it.',
    );
  const { charge, set } = submission(job, job.attempt, { by: input.by, now: deps.clock.now() });
  await refuseHeld(deps, job);
  const submitted = await sendOrAsk(deps, job, charge, { from: ['draft'], to: 'submitting', revision, set });
  if (submitted === null) throw notADraft((await deps.store.job(job.id)) ?? job, revision);
  if (submitted.state === 'submitting')
    deps.log.info({ jobId: job.id, by: input.by, requests: report.requests }, 'job submitted');
  return submitted;
}
