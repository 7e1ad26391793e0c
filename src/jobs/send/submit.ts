// A person submits a draft: recorded under their name, then sent batch by batch.
import { UserError } from '../../core/errors.ts';
import type { Job } from '../../core/job/job.ts';
import { batchCharge } from '../../core/money/charge.ts';
import type { Deps } from '../deps.ts';
import { notADraft } from '../draft/change-draft.ts';
import { reserve } from '../money/reserve.ts';
import { showCard } from '../show/show-card.ts';
import { refuseHeld } from './hold.ts';
import { sendBatches } from './send-batches.ts';

export interface SubmitInput {
  jobId: string;
  /** The revision that the person saw; null: as it is now, for a command that shows no card. */
  revision: number | null;
  by: string;
}

/**
 * Moves a draft to submitting, once, and sends it in the background.
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
  if (report.estimate === null) {
    throw new UserError(
      'no-price',
      `Job #${job.number} has no price yet.`,
      'Press Edit on its card and choose a model whose price is known.',
    );
  }
  await refuseHeld(deps, job);
  const now = deps.clock.now();
  const charge = { by: input.by, attempt: job.attempt, model: job.settings.model, now };
  const submitted = await reserve(
    deps,
    batchCharge(job, { ...charge, micros: report.estimate.batchHighMicros }),
    {
      from: ['draft'],
      to: 'submitting',
      revision,
      set: { submittedBy: input.by, submittedAt: now, notice: null },
    },
  );
  if (submitted === null) throw notADraft((await deps.store.job(job.id)) ?? job, revision);
  deps.log.info({ jobId: job.id, by: input.by, requests: report.requests }, 'job submitted');
  // Apart from each other: a Slack that does not answer must not hold up what was asked for.
  deps.background.run('show card', job.id, () => showCard(deps, job.id));
  deps.background.run('submit', job.id, () => sendBatches(deps, job.id));
  return submitted;
}
