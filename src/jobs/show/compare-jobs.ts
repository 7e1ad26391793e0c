// Two jobs over the same file: what another prompt or model changed, and what that cost.
import { UserError } from '../../core/errors.ts';
import { isDirectMessage } from '../../core/job/access.ts';
import { isEnded } from '../../core/job/approval.ts';
import { refuseDeleted } from '../../core/job/deletion.ts';
import type { Job } from '../../core/job/job.ts';
import type { Comparison } from '../../ports/job-data.ts';
import type { Deps } from '../deps.ts';
import type { Actor } from '../people/actor.ts';

export interface ComparedJobs {
  first: Job;
  second: Job;
  found: Comparison;
}

/** As many changed rows as are read at a glance. */
const ROWS = 10;

/** @throws UserError when one of them has no answers yet, or they have no rows in common */
export async function compareJobs(deps: Deps, first: Job, second: Job): Promise<ComparedJobs> {
  return { first, second, found: await run(deps, first, second, null) };
}

/**
 * Attaches the changed rows as CSV.
 * @throws UserError as compareJobs does, and where others would read what they may not see
 */
export async function sendChanges(deps: Deps, actor: Actor, first: Job, second: Job): Promise<ComparedJobs> {
  const { channelId } = actor;
  const isTheirs = [first, second].every((job) => job.channelId === channelId);
  if (!isTheirs && !isDirectMessage(channelId))
    throw new UserError(
      'other-channel',
      'The two jobs are not both of this channel, so their answers are not attached here.',
      'Type the command in a direct message with me.',
    );
  const path = deps.options.paths.handout(deps.newId());
  const name = `changes-${first.number}-${second.number}.csv`;
  try {
    const found = await run(deps, first, second, path);
    const { fileId } = await deps.notifier.uploadFile({ path, name });
    const comment = `Rows whose answer is another one in job #${second.number} than in job #${first.number}.`;
    await deps.notifier.shareFile({ channelId, threadTs: null }, { fileId, name }, comment);
    return { first, second, found };
  } finally {
    await deps.jobData.removeFile({ path });
  }
}

async function run(deps: Deps, first: Job, second: Job, path: string | null): Promise<Comparison> {
  for (const job of [first, second]) checkHasAnswers(job);
  if (first.id === second.id)
    throw new UserError('same-job', 'These are the same job.', 'Name two jobs over the same file.');
  const found = await deps.jobData.compare({
    jobId: first.id,
    otherId: second.id,
    names: [`#${first.number}`, `#${second.number}`],
    rows: ROWS,
    path,
    guardFormulas: deps.options.guardFormulas,
  });
  if (found.same + found.changed + found.onlyFirst + found.onlySecond + found.neither > 0) return found;
  throw new UserError(
    'no-common-rows',
    `Jobs #${first.number} and #${second.number} have no rows in common.`,
    'Compare two jobs over the same file: /batch run or /batch build last makes another draft of it.',
  );
}

function checkHasAnswers(job: Job): void {
  refuseDeleted(job);
  if (job.kind === 'watched')
    throw new UserError(
      'no-rows',
      `Job #${job.number} was created elsewhere, so its rows are not known here.`,
      'Compare two jobs that were made here.',
    );
  if (isEnded(job)) return;
  throw new UserError(
    'not-ended',
    `Job #${job.number} has not ended.`,
    'Compare it when its results are in its thread.',
  );
}
