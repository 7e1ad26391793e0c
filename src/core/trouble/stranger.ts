// A message batch at Anthropic that the bot has no record of, and which jobs it may belong to after a restore.
import { lastApproval, stateWithout } from '../job/approval.ts';
import { type Batch, ofAttempt, type PlannedBatch } from '../job/batch.ts';
import type { Job } from '../job/job.ts';
import { jobIdOfNumberedId } from '../request/request.ts';

export interface Stranger {
  /** Anthropic's id. */
  remoteId: string;
  requests: number;
  /** By Anthropic's clock. */
  createdAt: number;
}

/** A part of a job that may have been sent in the time that a restored copy knows nothing of. */
export interface UnsentPart extends Pick<PlannedBatch, 'firstSeq' | 'lastSeq' | 'requests'> {
  attempt: number;
}

/** Clocks may differ by this much. */
const SKEW_MS = 60_000;

/**
 * @param batches all message batches of the job
 * @returns the parts that, as far as the bot knows, were not sent yet; none for a job whose parts are all accounted for
 */
export function unsentParts(job: Job, batches: readonly Batch[]): UnsentPart[] {
  if (job.kind === 'watched') return [];
  const { attempt, retry } = job;
  const asked = job.state === 'needs-approval' ? lastApproval(job) : null;
  const state = asked === null ? job.state : stateWithout(asked);
  if (state === 'draft') return withAttempt(job.report?.plan ?? [], attempt);
  if (state === 'done') return retry?.attempt === attempt + 1 ? withAttempt(retry.plan, retry.attempt) : [];
  if (state !== 'submitting') return [];
  const current = ofAttempt(batches, job).filter(({ state }) => state !== 'refused');
  if (current.length === 0)
    return withAttempt((attempt === 1 ? job.report?.plan : retry?.plan) ?? [], attempt);
  return current.filter(({ state }) => state === 'ready' || state === 'needs-human');
}

function withAttempt(plan: readonly PlannedBatch[], attempt: number): UnsentPart[] {
  return plan.map((part) => ({ ...part, attempt }));
}

/** @returns those that may be one of these parts of the job: of the same size, and not older than the job */
export function strangersFor(
  strangers: readonly Stranger[],
  job: Pick<Job, 'createdAt'>,
  parts: readonly Pick<PlannedBatch, 'requests'>[],
): Stranger[] {
  return strangers.filter(
    (stranger) =>
      job.createdAt <= stranger.createdAt + SKEW_MS &&
      parts.some(({ requests }) => requests === stranger.requests),
  );
}

/**
 * @param customIds some of the results'
 * @returns the job that they name when all name the same one; null when they came from a file, or from elsewhere
 */
export function jobNamedBy(customIds: readonly string[]): string | null {
  const [first = ''] = customIds;
  const jobId = jobIdOfNumberedId(first);
  return jobId !== null && customIds.every((id) => jobIdOfNumberedId(id) === jobId) ? jobId : null;
}
