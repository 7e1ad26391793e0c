// A person has some rows of a draft answered now: planned once for each revision, whatever is clicked how often.

import { isSettled, type TrialPlan, type TrialRow } from '../../core/draft/trial.ts';
import { UserError } from '../../core/errors.ts';
import { needsApproval } from '../../core/job/approval.ts';
import type { Job } from '../../core/job/job.ts';
import { formatDollars } from '../../core/money/pricing.ts';
import { approvalLimit } from '../approval/rules.ts';
import type { Deps } from '../deps.ts';
import { reserveTrial, settleTrial } from '../money/trial-charge.ts';
import { followTrial, trialOwed } from '../show/show-trial.ts';
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
    const { job, plan } = await readDraft(deps, input);
    await refuseAboveLimit(deps, job, plan.highMicros);
    const { id: jobId, revision } = job;
    const before = await deps.store.trialRows({ jobId, revision });
    // Planned again a row forgets its round: what that one cost is settled before.
    if (before.every(isSettled)) await settleTrial(deps, job, before);
    const round = 1 + Math.max(0, ...before.map((row) => row.round));
    const wanted = before.length === 0 ? await firstRows(deps, job, plan) : refusedRows(job, before);
    const rows = wanted.map(({ seq, preview }) => {
      return { jobId, revision, seq, preview, round, askedBy: input.by };
    });
    const message = trialOwed({ jobId, revision, round });
    const of = { job, revision, round, by: input.by, highMicros: plan.highMicros };
    if (!(await reserveTrial(deps, of, { rows, message }))) throw triedAlready(job, before);
    deps.background.run('try rows', jobId, () => followTrial(deps, message.key));
    return { job, rows: rows.length, highMicros: plan.highMicros };
  });
}

/** Nobody is asked for a few rows: they cost so much only when they are long or their answers may be. */
async function refuseAboveLimit(deps: Deps, job: Job, highMicros: number): Promise<void> {
  const limitMicros = await approvalLimit(deps, job);
  if (!needsApproval(highMicros, limitMicros)) return;
  throw new UserError(
    'trial-needs-approval',
    `Rows of job #${job.number} cannot be tried: that costs ${formatDollars(highMicros)} at most, and what can cost more than ${formatDollars(limitMicros)} here needs the approval of somebody else.`,
    'Allow fewer tokens per answer or choose a cheaper model with Edit, or submit the job and have it approved.',
  );
}

async function readDraft({ store }: Deps, input: TryInput): Promise<{ job: Job; plan: TrialPlan }> {
  const job = await store.job(input.jobId);
  if (job === null)
    throw new UserError('no-job', 'This job is no longer there.', 'Drop the file again to start a new one.');
  const revision = input.revision ?? job.revision;
  const { report } = job;
  if (job.state !== 'draft' || job.revision !== revision || report === null) throw notADraft(job, revision);
  const [blocker] = report.blockers;
  if (blocker !== undefined || report.estimate === null)
    throw new UserError(
      'cannot-try',
      `Job #${job.number} cannot be tried yet: ${blocker?.text ?? 'it has no price.'}`,
      'Press Edit on its card to mend it.',
    );
  if (report.trial === undefined)
    throw new UserError(
      'cannot-try',
      `Job #${job.number} was made by an earlier version of me, which did not price its rows one by one.`,
      'Press Edit on its card and save it, then try again.',
    );
  if (report.trial === null) throw tooLarge(job);
  return { job, plan: report.trial };
}

type Wanted = Pick<TrialRow, 'seq' | 'preview'>[];

async function firstRows(deps: Deps, job: Job, { seqs }: TrialPlan): Promise<Wanted> {
  const { id: jobId, settings, report } = job;
  const requests = await deps.jobData.trialRows({
    jobId,
    format: report?.format ?? 'csv',
    settings,
    seqs,
  });
  if (requests.length === 0) throw tooLarge(job);
  return requests;
}

/** Rows that cost nothing: refused, or never asked because the draft was being submitted, which came to nothing. */
function refusedRows(job: Job, before: readonly TrialRow[]): Wanted {
  const refused = before.filter(({ state }) => state === 'refused' || state === 'dropped');
  if (refused.length === 0 || !before.every(isSettled)) throw triedAlready(job, before);
  return refused;
}

function tooLarge({ number }: Job): UserError {
  return new UserError(
    'too-large-to-try',
    `The rows of job #${number} are too large to be tried one by one.`,
    'Submit a smaller file first to see what comes back.',
  );
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
