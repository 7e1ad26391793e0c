// An approver agrees or declines, or somebody who may submit takes the job back.
import {
  type Approval,
  type Decision,
  notPending,
  pendingApproval,
  refuseOwn,
  stateWithout,
  withDecision,
} from '../../core/job/approval.ts';
import type { Job } from '../../core/job/job.ts';
import type { Deps } from '../deps.ts';
import { reserve } from '../money/reserve.ts';
import { refuseHeld } from '../send/hold.ts';
import { submission } from '../send/submission.ts';
import { oweApproval, tellDecision } from '../show/show-approval.ts';
import { showCard } from '../show/show-card.ts';
import { approvalRules } from './rules.ts';
import { sendNow } from './send-or-ask.ts';

export interface DecisionInput {
  job: Job;
  /** The revision that the person saw; null: as it is now, for a command that shows no card. */
  revision: number | null;
  by: string;
}

/**
 * Sends a job in the name of who asked, once.
 * @throws UserError when it waits for no approval any more, the person asked for it, a budget would be overdrawn, or it is held back
 */
export function approve(deps: Deps, input: DecisionInput): Promise<Job> {
  return inTurn(deps, input, approveNow);
}

async function approveNow(deps: Deps, { job, revision, by }: DecisionInput): Promise<Job> {
  const approval = await pendingNow(deps, job, revision);
  const { allowsSelf } = await approvalRules(deps, job);
  refuseOwn(job, approval, by, allowsSelf);
  await refuseHeld(deps, job);
  const now = deps.clock.now();
  const { charge, set } = submission(job, approval.attempt, { by: approval.askedBy, now });
  const approvals = withDecision(job, { verdict: 'approved', by, at: now, reason: null });
  const submitted = await reserve(deps, charge, {
    from: ['needs-approval'],
    to: 'submitting',
    revision: job.revision,
    set: { ...set, approvals },
  });
  if (submitted === null) throw notPending((await deps.store.job(job.id)) ?? job);
  deps.log.info(
    { jobId: job.id, by, askedBy: approval.askedBy, priceMicros: approval.priceMicros },
    'approved',
  );
  sendNow(deps, job.id);
  return submitted;
}

/** @param input.reason in the approver's words, not empty @throws UserError when it waits for no approval any more */
export function reject(deps: Deps, input: DecisionInput & { reason: string }): Promise<Job> {
  return inTurn(deps, input, rejectNow);
}

async function rejectNow(deps: Deps, { reason, ...input }: DecisionInput & { reason: string }): Promise<Job> {
  await pendingNow(deps, input.job, input.revision);
  return close(deps, input.job, { verdict: 'rejected', by: input.by, at: deps.clock.now(), reason });
}

/** @throws UserError when it waits for no approval any more */
export function withdraw(deps: Deps, input: DecisionInput): Promise<Job> {
  return inTurn(deps, input, withdrawNow);
}

async function withdrawNow(deps: Deps, { job, revision, by }: DecisionInput): Promise<Job> {
  await pendingNow(deps, job, revision);
  return close(deps, job, { verdict: 'withdrawn', by, at: deps.clock.now(), reason: null });
}

/** For each tick: ends what nobody decided in time, and owes what a crash left unsaid. */
export async function followApprovals(deps: Deps): Promise<void> {
  for (const job of await deps.store.jobsIn(['needs-approval'])) {
    await oweApproval(deps, job);
    const approval = pendingApproval(job);
    if (approval === null || !isOver(approval, deps.clock.now())) continue;
    await inTurn(deps, { job }, async (_, { job: now }) => {
      const waiting = pendingApproval(now);
      if (waiting !== null && isOver(waiting, deps.clock.now())) await expire(deps, now);
    });
  }
}

/** One decision at a time, on the job as it then is: what was withdrawn and asked for anew is another request. */
function inTurn<Input extends { job: Job }, T>(
  deps: Deps,
  input: Input,
  decide: (deps: Deps, input: Input) => Promise<T>,
): Promise<T> {
  return deps.locks.hold(`approval:${input.job.id}`, async () => {
    const job = (await deps.store.job(input.job.id)) ?? input.job;
    return decide(deps, { ...input, job });
  });
}

function isOver({ expiresAt }: Approval, now: number): boolean {
  return now >= expiresAt;
}

function expire(deps: Deps, job: Job): Promise<Job> {
  return close(deps, job, { verdict: 'expired', by: null, at: deps.clock.now(), reason: null });
}

/** @throws UserError when nothing is there to be decided, or not what the person saw */
async function pendingNow(deps: Deps, job: Job, revision: number | null): Promise<Approval> {
  const approval = pendingApproval(job);
  if (approval === null || (revision !== null && revision !== job.revision)) throw notPending(job);
  if (isOver(approval, deps.clock.now())) throw notPending(await expire(deps, job));
  return approval;
}

async function close(deps: Deps, job: Job, decision: Decision): Promise<Job> {
  const approval = pendingApproval(job);
  if (approval === null) throw notPending(job);
  await oweApproval(deps, job);
  const closed = await deps.store.moveJob(job.id, {
    from: ['needs-approval'],
    to: stateWithout(approval),
    revision: job.revision,
    set: { approvals: withDecision(job, decision) },
  });
  if (closed === null) throw notPending((await deps.store.job(job.id)) ?? job);
  const { verdict, by } = decision;
  deps.log.info({ jobId: job.id, verdict, by }, 'not approved');
  deps.background.run('show card', job.id, async () => {
    await showCard(deps, job.id);
    await tellDecision(deps, `${job.id}:decision:${job.approvals.length - 1}`);
  });
  return closed;
}
