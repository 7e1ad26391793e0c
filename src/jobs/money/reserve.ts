// The price of what a person sends is reserved together with the move that sends it, or nothing is sent.
import type { Job } from '../../core/job/job.ts';
import { overBudget } from '../../core/money/budget.ts';
import type { NewCharge } from '../../core/money/charge.ts';
import type { JobMove } from '../../ports/job-move.ts';
import type { Deps } from '../deps.ts';
import { oweBudgetWarnings } from './warn-budget.ts';

/**
 * Moves a job and reserves what it costs at most, both or neither.
 * @returns null when the job is no longer as the move expects it
 * @throws UserError when a budget would be overdrawn
 */
export async function reserve(
  { store, log }: Pick<Deps, 'store' | 'log'>,
  charge: NewCharge,
  move: JobMove,
): Promise<Job | null> {
  const { over, job, standings } = await store.ledger.reserve(charge, move);
  if (over === null) {
    if (job !== null) await oweBudgetWarnings({ store }, job.id, standings);
    return job;
  }
  log.info({ jobId: charge.jobId, by: charge.personId, scope: over.budget.scope }, 'over a budget');
  throw overBudget(over, charge);
}
