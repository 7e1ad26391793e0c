// A charge: what a person spends on one attempt of a job, reserved when it is submitted and settled when it has ended.
import type { Job } from '../job/job.ts';

/** 'try': some rows, run at once to see how they come out. */
export type ChargeKind = 'batch' | 'try';

/** A price that is reserved, in micro-dollars: the most that it can cost. */
export interface NewCharge {
  /** Says what it is for, so that one thing is never charged twice. */
  id: string;
  teamId: string;
  channelId: string;
  personId: string;
  jobId: string;
  jobNumber: number;
  attempt: number;
  kind: ChargeKind;
  model: string;
  /** In UTC, 'YYYY-MM'; the month of the reservation, whenever it is settled. */
  month: string;
  reservedMicros: number;
  /** UTC milliseconds. */
  reservedAt: number;
}

export interface Charge extends NewCharge {
  /** What it cost; null while it is under way. */
  settledMicros: number | null;
  settledAt: number | null;
}

/** @returns the month of a time in UTC milliseconds, 'YYYY-MM' */
export function monthOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 7);
}

/** @returns the id of the charge of one attempt of a job */
export function batchChargeId(jobId: string, attempt: number): string {
  return `${jobId}:${attempt}`;
}

/** @returns the charge of one attempt of a job, in the name of who submitted it */
export function batchCharge(
  job: Pick<Job, 'id' | 'number' | 'teamId' | 'channelId'>,
  of: { attempt: number; by: string; model: string; micros: number; now: number },
): NewCharge {
  return {
    id: batchChargeId(job.id, of.attempt),
    teamId: job.teamId,
    channelId: job.channelId,
    personId: of.by,
    jobId: job.id,
    jobNumber: job.number,
    attempt: of.attempt,
    kind: 'batch',
    model: of.model,
    month: monthOf(of.now),
    reservedMicros: of.micros,
    reservedAt: of.now,
  };
}

/** @returns the charge of a job's attempt under way, as it stands when nobody reserved it: it was submitted before there was a ledger, or by a copy that was put back */
export function chargeOf(job: Job, now: number): NewCharge {
  const retry = job.attempt > 1 ? job.retry : null;
  const estimate = (retry ?? job.report)?.estimate ?? null;
  return batchCharge(job, {
    attempt: job.attempt,
    by: job.submittedBy ?? job.ownerId,
    model: retry?.overrides.model ?? job.settings.model,
    micros: estimate?.batchHighMicros ?? 0,
    now: job.submittedAt ?? now,
  });
}

/**
 * A tally's money is that of all attempts together, so the last one's is what came on top.
 * @param before of the attempts before; null when none has ended
 * @returns micro-dollars; null when a price is not known
 */
export function attemptCostMicros(
  tally: { costMicros: number | null },
  before: { costMicros: number | null } | null,
): number | null {
  if (tally.costMicros === null || before?.costMicros === null) return null;
  return Math.max(0, tally.costMicros - (before?.costMicros ?? 0));
}
