// A person has some rows of an ended job sent again: offered with its price first, then submitted under their name.
import { checkSettings } from '../../core/draft/check-settings.ts';
import { UserError } from '../../core/errors.ts';
import { lastApproval } from '../../core/job/approval.ts';
import { refuseDeleted } from '../../core/job/deletion.ts';
import type { Job } from '../../core/job/job.ts';
import { overriddenSettings } from '../../core/request/request.ts';
import { asksOtherwise, type RetryChoice, triedLimit } from '../../core/result/retry.ts';
import { sendOrAsk } from '../approval/send-or-ask.ts';
import type { Deps } from '../deps.ts';
import { showCard } from '../show/show-card.ts';
import { refuseHeld } from './hold.ts';
import { planRetry } from './plan-retry.ts';
import { submission } from './submission.ts';

/**
 * Makes this choice the job's offer, in place of the one it had.
 * @returns the job with its offer, which nobody has agreed to yet
 * @throws UserError when the job has not ended, or no row would be sent: the offer that it had then stands
 */
export function offerRetry(deps: Deps, { id }: Job, choice: RetryChoice): Promise<Job> {
  return inTurn(deps, id, (job) => offerNow(deps, job, choice));
}

async function offerNow(deps: Deps, job: Job, choice: RetryChoice): Promise<Job> {
  checkCanRetry(job);
  await checkOverrides(deps, job, choice);
  const retry = await planRetry(deps, job, choice);
  if (retry.requests === 0) throw nothingToRetry(job, choice);
  const offered = await deps.store.moveJob(job.id, {
    from: ['done'],
    to: 'done',
    revision: job.revision,
    set: { retry, revision: job.revision + 1 },
  });
  if (offered === null) throw changedMeanwhile(job);
  deps.background.run('show card', job.id, () => showCard(deps, job.id));
  return offered;
}

/**
 * Sends the offered rows, once, or has them approved first.
 * @param input.revision the revision that the person saw: another offer than that is not theirs
 * @throws UserError when there is no such offer any more
 */
export function retryJob(deps: Deps, input: RetryInput): Promise<Job> {
  return inTurn(deps, input.jobId, (job) => retryNow(deps, job, input));
}

interface RetryInput {
  jobId: string;
  revision: number;
  by: string;
}

async function retryNow(deps: Deps, job: Job, input: RetryInput): Promise<Job> {
  checkCanRetry(job);
  const { retry } = job;
  if (retry === null || job.revision !== input.revision) throw changedMeanwhile(job);
  const { charge, set } = submission(job, retry.attempt, { by: input.by, now: deps.clock.now() });
  await refuseHeld(deps, job);
  const { revision } = input;
  const submitted = await sendOrAsk(deps, job, charge, { from: ['done'], to: 'submitting', revision, set });
  if (submitted === null) throw changedMeanwhile(job);
  if (submitted.state === 'submitting')
    deps.log.info({ jobId: job.id, by: input.by, requests: retry.requests }, 'retry submitted');
  return submitted;
}

/** One offer or sending at a time, on the job as it then is: choosing rows anew takes the ones that were chosen before away. */
function inTurn(deps: Deps, jobId: string, work: (job: Job) => Promise<Job>): Promise<Job> {
  return deps.locks.hold(`retry:${jobId}`, async () => {
    const job = await deps.store.job(jobId);
    if (job === null)
      throw new UserError('no-job', 'This job is no longer there.', 'There is nothing to retry.');
    return work(job);
  });
}

function checkCanRetry(job: Job): void {
  refuseDeleted(job);
  const number = `Job #${job.number}`;
  if (job.kind === 'watched')
    throw new UserError(
      'not-ours',
      `${number} was created elsewhere, so its requests are not known here.`,
      'Retry it where it was created.',
    );
  if (job.state === 'done') return;
  if (job.state === 'needs-approval')
    throw new UserError(
      'needs-approval',
      `${number} waits for an approval already.`,
      'Its card says who may give it.',
      { byUserId: lastApproval(job)?.askedBy ?? null },
    );
  if (job.state === 'submitting' || job.state === 'running' || job.state === 'canceling')
    throw new UserError(
      'still-running',
      `${number} is still running.`,
      'Rows that fail can be retried when it has ended.',
      { byUserId: job.attempt > 1 ? job.submittedBy : null },
    );
  throw new UserError(
    'not-sent',
    `${number} was never sent, so there is nothing to retry.`,
    'Press Submit on its card.',
  );
}

/** A model or a limit that Anthropic would refuse for every row is told now, before money. */
async function checkOverrides(deps: Deps, job: Job, { overrides }: RetryChoice): Promise<void> {
  if (job.report?.readyMade && (overrides.effort !== undefined || overrides.thinking !== undefined))
    throw new UserError(
      'ready-made-thinking',
      `The requests of job #${job.number} came ready-made, with their own effort and thinking.`,
      'Leave --effort and --thinking out.',
    );
  const [problem] = checkSettings(overriddenSettings(job.settings, overrides), {
    columns: job.report?.columns ?? [],
    readyMade: job.report?.readyMade ?? false,
    models: await deps.modelList.read(),
    now: deps.clock.now(),
  });
  if (problem)
    throw new UserError(
      problem.code,
      problem.text,
      problem.field === 'effort' || problem.field === 'thinking'
        ? `Choose another one, or add --${problem.field} standard, and type the command again.`
        : 'Choose another one and type the command again.',
    );
}

function nothingToRetry(job: Job, { only, overrides }: RetryChoice): UserError {
  const { tally } = job;
  const number = `Job #${job.number}`;
  const isFirst = job.attempt === 1 && job.report?.readyMade !== true;
  const isChanged = asksOtherwise(isFirst ? job.settings : null, overrides);
  if (
    tally !== null &&
    tally.cutOff > 0 &&
    !isChanged &&
    (only === 'cut-off' || only === 'all' || only === null)
  )
    return new UserError(
      'cut-off-again',
      `As they were, the ${tally.cutOff} answers of ${number} that were cut off would be cut off again.`,
      `Give them more room: /batch retry #${job.number} --only cut-off --max-tokens ${triedLimit(job) * 2}`,
    );
  if (
    tally !== null &&
    tally.errored > 0 &&
    !isChanged &&
    (only === null || only === 'errored' || only === 'all')
  )
    return new UserError(
      'would-fail-again',
      `The ${tally.errored} requests of ${number} that failed would fail again as they are.`,
      'Press “Failed rows” on its card for a file with the reasons, or retry with --model or --max-tokens.',
    );
  return new UserError(
    'nothing-to-retry',
    `${number} has no such rows to retry.`,
    `Rows that were cancelled or refused are sent again only with --only all; /batch status #${job.number} shows how the rows came out.`,
  );
}

function changedMeanwhile(job: Job): UserError {
  return new UserError(
    'retry-changed',
    `What would be retried of job #${job.number} was changed meanwhile.`,
    'Look at its card as it is now and press again.',
  );
}
