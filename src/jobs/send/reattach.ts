// A message batch that was found again after a restore becomes the part of its job that it is.
import { pendingApproval, withDecision } from '../../core/job/approval.ts';
import { ofAttempt, type RemoteBatch } from '../../core/job/batch.ts';
import type { Job } from '../../core/job/job.ts';
import type { UnsentPart } from '../../core/trouble/stranger.ts';
import type { Deps } from '../deps.ts';
import { showCard } from '../show/show-card.ts';
import { planned, recordSent, settleJob } from './send-batches.ts';

const FOUND_AGAIN =
  'Found again at Anthropic: the bot’s data was restored from an older copy, which did not know that this job had been submitted. Nothing was sent again.';
const NOT_FOUND =
  'The bot’s data was restored from an older copy, which does not know whether this part was sent. Message batches at Anthropic are compared as they end; when one of them is this part, it is found by itself.';

/**
 * Called under the send lock. A crash anywhere in between sends nothing: parts wait for a person until they are found.
 * @returns false when the job was changed meanwhile
 */
export async function reattach(
  deps: Deps,
  job: Job,
  part: UnsentPart,
  remote: RemoteBatch,
): Promise<boolean> {
  const { store } = deps;
  const attempt = { ...job, attempt: part.attempt };
  const isAsked = job.state === 'submitting';
  if (!isAsked) await store.planBatches(job.id, []);
  for (const batch of await planned(deps, attempt)) {
    // What a person asked for goes on by itself; of a job that the copy calls a draft nobody knows how far it went.
    if (batch.state !== 'ready' || (isAsked && batch.firstSeq !== part.firstSeq)) continue;
    const set = { keyFingerprint: deps.batchApi.keyFingerprint, candidates: [], notice: NOT_FOUND };
    await store.moveBatch(batch.id, { from: ['ready'], to: 'needs-human', set });
  }
  if (!isAsked && !(await begin(deps, job, part, remote))) return false;
  const target = ofAttempt(await store.batchesOf(job.id), attempt).find(
    ({ firstSeq, state }) => firstSeq === part.firstSeq && state === 'needs-human',
  );
  if (target === undefined) return false;
  await recordSent(deps, target.id, remote, { isAdopted: true });
  await settleJob(deps, job.id);
  deps.log.warn(
    { jobId: job.id, batchId: remote.id, requests: part.requests },
    'message batch found again after a restore',
  );
  deps.background.run('show card', job.id, () => showCard(deps, job.id));
  return true;
}

/** Who submitted or approved it is not known any more. */
async function begin(deps: Deps, job: Job, part: UnsentPart, remote: RemoteBatch): Promise<boolean> {
  const isRetry = part.attempt > 1;
  const decision = { verdict: 'approved' as const, by: null, at: remote.createdAt, reason: null };
  const isAsked = pendingApproval(job) !== null;
  const begun = await deps.store.moveJob(job.id, {
    from: [job.state],
    to: 'submitting',
    revision: job.revision,
    set: {
      attempt: part.attempt,
      submittedAt: remote.createdAt,
      notice: FOUND_AGAIN,
      ...(isRetry ? { revision: job.revision + 1 } : {}),
      ...(isAsked ? { approvals: withDecision(job, decision) } : {}),
    },
  });
  return begun !== null;
}
