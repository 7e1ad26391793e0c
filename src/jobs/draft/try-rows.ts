// A person has some rows of a draft answered now: planned once for each revision, whatever is clicked how often.

import { isSettled, TRIAL_ROWS, type TrialRow, trialPriceMicros } from '../../core/draft/trial.ts';
import { UserError } from '../../core/errors.ts';
import { needsApproval } from '../../core/job/approval.ts';
import type { Job } from '../../core/job/job.ts';
import { formatDollars } from '../../core/money/pricing.ts';
import { approvalLimit } from '../approval/rules.ts';
import type { Deps } from '../deps.ts';
import { withTrialReserved } from '../money/trial-charge.ts';
import { followTrial, oweTrial } from '../show/show-trial.ts';
import { notADraft } from './change-draft.ts';

export interface TryInput {
  jobId: string;
  /** The revision that the person saw; null: as it is now, for a command that shows no card. */
  revision: number | null;
  by: string;
}

/** What was begun; the price is that of answers which all reach their limit, in micro-dollars. */
export interface Trial {
  job: Job;
  rows: number;
  highMicros: number;
}

/**
 * Begins the trial of a draft in the background. Rows that were refused, so not billed, may be asked for once more.
 * @throws UserError when it is no draft that could be submitted, or was tried already
 */
export async function tryRows(deps: Deps, input: TryInput): Promise<Trial> {
  return deps.locks.hold(`try:${input.jobId}`, async () => {
    const { job, highMicros } = await readDraft(deps, input);
    await refuseAboveLimit(deps, job, highMicros);
    const { id: jobId, revision } = job;
    const before = await deps.store.trialRows({ jobId, revision });
    const round = nextRound(before);
    const rows = await withTrialReserved(
      deps,
      { job, revision: job.revision, round, by: input.by, highMicros },
      () => (before.length === 0 ? plan(deps, job, input.by) : planAgain(deps, job, before, input.by)),
    );
    const key = await oweTrial(deps, { jobId, revision, round });
    deps.background.run('try rows', jobId, () => followTrial(deps, key));
    return { job, rows: rows.length, highMicros };
  });
}

/** Nobody is asked for a few rows: they cost so much only when their answers may be very long. */
async function refuseAboveLimit(deps: Deps, job: Job, highMicros: number): Promise<void> {
  const limitMicros = await approvalLimit(deps, job);
  if (!needsApproval(highMicros, limitMicros)) return;
  throw new UserError(
    'trial-needs-approval',
    `Rows of job #${job.number} cannot be tried: that costs ${formatDollars(highMicros)} at most, and what can cost more than ${formatDollars(limitMicros)} here needs the approval of somebody else.`,
    'Allow fewer tokens per answer or choose a cheaper model with Edit, or submit the job and have it approved.',
  );
}

/** A plan that nothing came of is taken up as it is: a crash between it and its message. */
function nextRound(before: readonly TrialRow[]): number {
  const last = Math.max(0, ...before.map(({ round }) => round));
  return last > 0 && before.every(({ state }) => state === 'planned') ? last : last + 1;
}

async function readDraft({ store }: Deps, input: TryInput): Promise<{ job: Job; highMicros: number }> {
  const job = await store.job(input.jobId);
  if (job === null)
    throw new UserError('no-job', 'This job is no longer there.', 'Drop the file again to start a new one.');
  const revision = input.revision ?? job.revision;
  const { report } = job;
  if (job.state !== 'draft' || job.revision !== revision || report === null) throw notADraft(job, revision);
  const highMicros = trialPriceMicros(report);
  const [blocker] = report.blockers;
  if (blocker === undefined && highMicros !== null) return { job, highMicros };
  throw new UserError(
    'cannot-try',
    `Job #${job.number} cannot be tried yet: ${blocker?.text ?? 'it has no price.'}`,
    'Press Edit on its card to mend it.',
  );
}

async function plan(deps: Deps, job: Job, by: string): Promise<TrialRow[]> {
  const { id: jobId, revision, settings, report } = job;
  const requests = await deps.jobData.trialRows({
    jobId,
    format: report?.format ?? 'csv',
    settings,
    rows: TRIAL_ROWS,
    seqs: null,
  });
  if (requests.length === 0)
    throw new UserError(
      'too-large-to-try',
      `The rows of job #${job.number} are too large to be tried one by one.`,
      'Submit a smaller file first to see what comes back.',
    );
  await deps.store.planTrial(
    requests.map(({ seq, preview }) => ({ jobId, revision, seq, askedBy: by, preview })),
  );
  return deps.store.trialRows({ jobId, revision });
}

async function planAgain(deps: Deps, job: Job, before: TrialRow[], by: string): Promise<TrialRow[]> {
  if (before.every(({ state }) => state === 'planned')) return before;
  const refused = before.filter(({ state }) => state === 'refused');
  if (refused.length === 0 || !before.every(isSettled)) throw triedAlready(job, before);
  const round = nextRound(before);
  const planned: TrialRow[] = [];
  for (const row of refused) {
    const again = await deps.store.moveTrialRow(row, {
      from: ['refused'],
      to: 'planned',
      set: { round, askedBy: by, failure: null },
    });
    if (again !== null) planned.push(again);
  }
  return planned;
}

function triedAlready(job: Job, rows: readonly TrialRow[]): UserError {
  const byUserId = rows[0]?.askedBy ?? null;
  return rows.every(isSettled)
    ? new UserError(
        'already-tried',
        `Rows of job #${job.number} were tried already, and nothing has changed since.`,
        'Their answers stand in its thread. Change the draft with Edit to try it again.',
        { byUserId },
      )
    : new UserError(
        'being-tried',
        `Rows of job #${job.number} are being tried at the moment.`,
        'Their answers come to its thread by themselves.',
        { byUserId },
      );
}
