// A person changes a draft's settings: the draft is read and priced anew under them.

import type { Settings } from '../../core/draft/settings.ts';
import { UserError } from '../../core/errors.ts';
import { lastApproval } from '../../core/job/approval.ts';
import { refuseDeleted } from '../../core/job/deletion.ts';
import type { Job } from '../../core/job/job.ts';
import type { Deps } from '../deps.ts';
import { prepareDraft } from './prepare-draft.ts';

/**
 * @param input.revision the revision that the person saw
 * @throws UserError when the job is no draft any more, or somebody changed it meanwhile
 */
export async function changeDraft(
  deps: Deps,
  input: { jobId: string; revision: number; settings: Partial<Settings> },
): Promise<Job> {
  const job = await deps.store.job(input.jobId);
  if (job === null)
    throw new UserError('no-job', 'This job is no longer there.', 'Drop the file again to start a new one.');
  const changed = await deps.store.moveJob(job.id, {
    from: ['draft', 'failed'],
    to: 'building',
    revision: input.revision,
    set: {
      settings: { ...job.settings, ...input.settings },
      revision: input.revision + 1,
      report: null,
      notice: null,
    },
  });
  if (changed === null) throw notADraft(job, input.revision);
  deps.background.run('prepare draft', job.id, () => prepareDraft(deps, job.id));
  return changed;
}

/** @returns why a click on a draft came too late. */
export function notADraft(job: Job, revision: number): UserError {
  refuseDeleted(job);
  if (job.state === 'draft' && job.revision !== revision) {
    return new UserError(
      'draft-changed',
      `Job #${job.number} was changed meanwhile.`,
      'Look at the card as it is now and press again.',
    );
  }
  if (job.state === 'building') {
    return new UserError(
      'draft-building',
      `Job #${job.number} is being read again.`,
      'Wait for the card to show its price, then press again.',
    );
  }
  if (job.state === 'needs-approval') {
    return new UserError(
      'needs-approval',
      `Job #${job.number} waits for an approval.`,
      'Its card says who may give it; to change it, withdraw it first.',
      { byUserId: lastApproval(job)?.askedBy ?? null },
    );
  }
  if (job.state === 'discarded') {
    return new UserError(
      'discarded',
      `Job #${job.number} was discarded.`,
      'Drop the file again to start a new one.',
    );
  }
  return new UserError(
    'already-submitted',
    `Job #${job.number} was already submitted.`,
    'There is nothing more to do: its card shows how it goes.',
    { byUserId: job.submittedBy },
  );
}
