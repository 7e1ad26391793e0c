// Somebody else agrees before a job is sent that costs more than a limit; all that was asked and decided stays with the job.
import { UserError } from '../errors.ts';
import { formatDollars } from '../money/pricing.ts';

export type Verdict =
  | 'approved'
  | 'rejected'
  | 'expired' // nobody decided in time
  | 'withdrawn'; // taken back by somebody who may submit

export interface Decision {
  verdict: Verdict;
  /** null: time ran out, or it is not known any more. */
  by: string | null;
  /** UTC milliseconds. */
  at: number;
  /** Of a rejection, in the approver's words. */
  reason: string | null;
}

/** One request for approval. Money in micro-dollars, times in UTC milliseconds. */
export interface Approval {
  /** The attempt of the job that it is for. */
  attempt: number;
  askedBy: string;
  askedAt: number;
  expiresAt: number;
  /** What it costs at most. */
  priceMicros: number;
  /** What may be sent without approval. */
  limitMicros: number;
  /** People and user groups who could approve it when it was asked for; empty: the admins of the workspace. */
  approvers: readonly string[];
  /** null while it waits. */
  decision: Decision | null;
}

/** What is asked of a job here. */
interface Asked {
  number: number;
  state: string;
  /** The oldest first. */
  approvals: readonly Approval[];
}

/** @returns whether so many micro-dollars need approval. @param limitMicros what may be sent without; null: everything */
export function needsApproval(priceMicros: number, limitMicros: number | null): limitMicros is number {
  return limitMicros !== null && priceMicros > limitMicros;
}

/** @returns whether a job has ended, also while a retry of it waits for an approval */
export function isEnded({ state, approvals }: Pick<Asked, 'state' | 'approvals'>): boolean {
  return state === 'done' || (state === 'needs-approval' && (approvals.at(-1)?.attempt ?? 1) > 1);
}

/** @returns the last request of a job, decided or not; null when there was none */
export function lastApproval({ approvals }: Pick<Asked, 'approvals'>): Approval | null {
  return approvals.at(-1) ?? null;
}

/** @returns a value that changes when a request for approval is decided; what its message shows begins with it */
export function approvalKey({ approvals }: Pick<Asked, 'approvals'>, index: number): string {
  return approvals[index]?.decision?.verdict ?? 'pending';
}

/** @returns what a job waits for; null when it waits for no approver */
export function pendingApproval(job: Pick<Asked, 'state' | 'approvals'>): Approval | null {
  const last = lastApproval(job);
  return job.state === 'needs-approval' && last?.decision === null ? last : null;
}

/** @returns all requests of a job with the last one decided */
export function withDecision({ approvals }: Pick<Asked, 'approvals'>, decision: Decision): Approval[] {
  return approvals.map((one, index) => (index === approvals.length - 1 ? { ...one, decision } : one));
}

/** @returns the state that a job has without this approval: a draft, or done as before a retry */
export function stateWithout({ attempt }: Approval): 'draft' | 'done' {
  return attempt === 1 ? 'draft' : 'done';
}

const LONGEST_REASON = 500;

/** @returns the reason as it is kept. @throws UserError when there is none, or it is too long */
export function readReason(text: string): string {
  const reason = text.trim();
  if (reason === '')
    throw new UserError('no-reason', 'A rejection needs a reason.', 'Say in a few words what should change.');
  if (reason.length > LONGEST_REASON)
    throw new UserError(
      'long-reason',
      `The reason has ${reason.length} characters; ${LONGEST_REASON} are the most.`,
      'Say it shorter.',
    );
  return reason;
}

/**
 * @param allowsSelf whether people may approve what they asked for themselves
 * @throws UserError when this person may not decide because they asked
 */
export function refuseOwn(
  job: Pick<Asked, 'number'>,
  approval: Approval,
  by: string,
  allowsSelf: boolean,
): void {
  if (allowsSelf || approval.askedBy !== by) return;
  throw new UserError(
    'own-job',
    `You asked for job #${job.number} yourself, so somebody else has to approve it.`,
    'Ask another approver, or withdraw it with the button on its card.',
  );
}

/** @returns the words for a decision that came too late, or for a job that waits for none */
export function notPending(job: Asked): UserError {
  const decision = lastApproval(job)?.decision ?? null;
  if (decision === null)
    return new UserError(
      'no-approval',
      `Job #${job.number} does not wait for an approval.`,
      `/batch status #${job.number} shows how it stands.`,
    );
  return new UserError(
    'already-decided',
    `Job #${job.number} was already ${decision.verdict}.`,
    'Its card shows how it goes.',
    {
      byUserId: decision.by,
    },
  );
}

/** @returns why a job waits, as a sentence */
export function whyNeeded({ limitMicros }: Pick<Approval, 'limitMicros'>): string {
  return limitMicros === 0
    ? 'Here everything needs the approval of somebody else.'
    : `What can cost more than ${formatDollars(limitMicros)} here needs the approval of somebody else.`;
}
