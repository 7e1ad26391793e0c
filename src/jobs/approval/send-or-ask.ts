// What a person sends goes at once, or waits for somebody else where it costs more than may be sent without.
import { needsApproval } from '../../core/job/approval.ts';
import type { Job } from '../../core/job/job.ts';
import { overBudget, overdrawn } from '../../core/money/budget.ts';
import type { NewCharge } from '../../core/money/charge.ts';
import type { JobMove } from '../../ports/job-move.ts';
import type { Deps } from '../deps.ts';
import { reserve } from '../money/reserve.ts';
import { sendBatches } from '../send/send-batches.ts';
import { oweApproval } from '../show/show-approval.ts';
import { oweCard, showCard } from '../show/show-card.ts';
import { approvalRules } from './rules.ts';

/**
 * @param job as the person saw it: a draft, or done with an offered retry
 * @returns the job, submitting or in need of approval; null when it is no longer as the move expects it
 * @throws UserError when a budget would be overdrawn; nothing is asked for that could not be sent
 */
export async function sendOrAsk(deps: Deps, job: Job, charge: NewCharge, move: JobMove): Promise<Job | null> {
  const rules = await approvalRules(deps, job);
  const { reservedMicros: priceMicros, personId: askedBy, attempt } = charge;
  if (!needsApproval(priceMicros, rules.limitMicros)) {
    const submitted = await reserve(deps, charge, move);
    if (submitted !== null) sendNow(deps, submitted.id);
    return submitted;
  }
  const over = overdrawn(await deps.store.ledger.standingsFor(charge), priceMicros);
  if (over !== null) throw overBudget(over, charge);
  const askedAt = deps.clock.now();
  const { limitMicros } = rules;
  const expiresAt = askedAt + rules.expiresAfterMs;
  const approvers = rules.approvers.filter((id) => rules.allowsSelf || id !== askedBy);
  const approval = {
    attempt,
    askedBy,
    askedAt,
    expiresAt,
    priceMicros,
    limitMicros,
    approvers,
    decision: null,
  };
  await oweCard(deps, job.id);
  const { from, revision = job.revision } = move;
  // What an ended job says of its end stays.
  const notice = attempt > 1 ? job.notice : null;
  const set = { approvals: [...job.approvals, approval], notice };
  const asked = await deps.store.moveJob(job.id, { from, to: 'needs-approval', revision, set });
  if (asked === null) return null;
  deps.log.info({ jobId: job.id, by: askedBy, priceMicros, limitMicros }, 'approval asked for');
  await oweApproval(deps, asked);
  deps.background.run('show card', job.id, () => showCard(deps, job.id));
  return asked;
}

/** Apart from each other: a Slack that does not answer must not hold up what was asked for. */
export function sendNow(deps: Deps, jobId: string): void {
  deps.background.run('show card', jobId, () => showCard(deps, jobId));
  deps.background.run('submit', jobId, () => sendBatches(deps, jobId));
}
