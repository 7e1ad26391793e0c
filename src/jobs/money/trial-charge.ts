// What a trial costs: the most is reserved before anything is asked, and settled with what its answers cost.
import type { TrialRow } from '../../core/draft/trial.ts';
import type { Job } from '../../core/job/job.ts';
import { overBudget } from '../../core/money/budget.ts';
import { monthOf, type NewCharge } from '../../core/money/charge.ts';
import type { TrialRound } from '../../ports/ledger.ts';
import type { Deps } from '../deps.ts';
import { oweBudgetWarnings } from './warn-budget.ts';

type ChargeDeps = Pick<Deps, 'store' | 'clock'>;

/** One round of a trial, which is planned once. */
interface TrialCharge {
  job: Job;
  revision: number;
  round: number;
  by: string;
  /** Of answers that all reach their limit, micro-dollars. */
  highMicros: number;
}

/**
 * Begins a round: what it costs at most is reserved, its rows planned and its message owed, all or nothing.
 * @returns false when one of the rows is being asked or has its answer
 * @throws UserError when a budget would be overdrawn
 */
export async function reserveTrial(
  { store, clock }: ChargeDeps,
  of: TrialCharge,
  round: TrialRound,
): Promise<boolean> {
  const charge = trialCharge(of, clock.now());
  const { over, isPlanned, standings } = await store.ledger.reserveTrial(charge, round);
  if (over !== null) throw overBudget(over, charge);
  if (isPlanned) await oweBudgetWarnings({ store }, charge.jobId, standings);
  return isPlanned;
}

/**
 * Settles each round of a trial that has ended; again changes nothing. Costs are exact, from Anthropic's usage, in
 * micro-dollars at standard rates; where an outcome is unknown, what was reserved may have been spent.
 */
export async function settleTrial(
  { store, clock }: ChargeDeps,
  job: Job,
  rows: readonly TrialRow[],
): Promise<void> {
  const now = clock.now();
  for (const round of new Set(rows.map((row) => row.round))) {
    const own = rows.filter((row) => row.round === round);
    const micros = costOf(own);
    const { revision = job.revision, askedBy: by = job.ownerId } = own[0] ?? {};
    const charge = trialCharge({ job, revision, round, by, highMicros: micros ?? 0 }, now);
    await store.ledger.settle(charge, micros, now, null);
  }
}

function costOf(rows: readonly TrialRow[]): number | null {
  let micros = 0;
  for (const { state, answer } of rows) {
    if (state === 'unknown' || answer?.costMicros === null) return null;
    micros += answer?.costMicros ?? 0;
  }
  return micros;
}

function trialCharge({ job, revision, round, by, highMicros }: TrialCharge, now: number): NewCharge {
  return {
    id: `${job.id}:try:${revision}:${round}`,
    teamId: job.teamId,
    channelId: job.channelId,
    personId: by,
    jobId: job.id,
    jobNumber: job.number,
    attempt: 0,
    kind: 'try',
    model: job.settings.model,
    month: monthOf(now),
    reservedMicros: highMicros,
    reservedAt: now,
  };
}
