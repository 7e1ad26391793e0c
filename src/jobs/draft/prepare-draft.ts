// A building job becomes a draft: fetch the file, read its rows, render every request, price it, show the card.
import { existsSync } from 'node:fs';
import { ServiceError, UserError } from '../../core/errors.ts';
import { filesOf, type Job } from '../../core/job/job.ts';
import type { Deps } from '../deps.ts';
import { oweCard, showCard } from '../show/show-card.ts';
import { priceDraft } from './price-draft.ts';

/** Does nothing when the job is not building or is being prepared already. @throws ServiceError when a later try may succeed */
export async function prepareDraft(deps: Deps, jobId: string): Promise<void> {
  await deps.locks.tryHold(`prepare:${jobId}`, async () => {
    const job = await deps.store.job(jobId);
    if (job?.state !== 'building' || job.source === null) return;
    try {
      const report = await buildAndPrice(deps, job);
      await oweCard(deps, jobId);
      await deps.store.moveJob(jobId, {
        from: ['building'],
        to: 'draft',
        revision: job.revision,
        set: { report, notice: null },
      });
    } catch (error) {
      const failure = lastingFailure(error) ?? tooLate(deps, job, error);
      if (failure === null) throw error;
      deps.log.info({ jobId, code: failure.code }, 'the file cannot be used');
      // The person is told what the builder said; where it said so is for the operator.
      if (failure.code === 'builder-failed')
        deps.log.error({ jobId, code: failure.code }, 'a builder failed', failure.cause);
      await oweCard(deps, jobId);
      await deps.store.moveJob(jobId, {
        from: ['building'],
        to: 'failed',
        set: { notice: `${failure.message} ${failure.next}` },
      });
    }
    await showCard(deps, jobId);
  });
}

async function buildAndPrice(deps: Deps, job: Job) {
  const { source, settings } = job;
  if (source === null) throw new Error('A job without a source cannot be built.');
  const files = filesOf(source).map(({ fileId, name }, index) => {
    return { fileId, name, path: deps.options.paths.source(job.id, index) };
  });
  for (const { fileId, name, path } of files) {
    if (existsSync(path)) continue;
    try {
      await deps.files.download(await deps.files.describe(fileId), path);
    } catch (error) {
      throw files.length > 1 ? ofOneFile(name, error) : error;
    }
  }
  const built = await deps.jobData.build({
    jobId: job.id,
    sourcePath: deps.options.paths.source(job.id),
    source,
    more: files.slice(1, 1 + source.more.length).map(namedFile),
    documents: files.slice(1 + source.more.length).map(namedFile),
    settings,
    now: deps.clock.now(),
  });
  return priceDraft(deps, job, built);
}

function namedFile({ path, name }: { path: string; name: string }): { path: string; name: string } {
  return { path, name };
}

/** Of several files it has to be said which; what a later try may mend stays as it is. */
function ofOneFile(name: string, error: unknown): unknown {
  const failure = lastingFailure(error);
  if (failure === null) return error;
  return new UserError(
    failure.code,
    failure.message.includes(name) ? failure.message : `${name}: ${failure.message}`,
    'Drop the other files again without it, or all of them.',
    { cause: error },
  );
}

/** A file that cannot be had for this long is given up: the person should know, and can drop it again. */
const GIVE_UP_MS = 15 * 60_000;

function tooLate({ clock }: Deps, job: Job, error: unknown): UserError | null {
  if (clock.now() - job.createdAt < GIVE_UP_MS) return null;
  return new UserError(
    'gave-up',
    'The file could not be fetched or read for a quarter of an hour.',
    'Drop it again.',
    { cause: error },
  );
}

/** What no later try would mend; busy and unknown services are tried again by the next tick. */
function lastingFailure(error: unknown): UserError | null {
  if (error instanceof UserError) return error;
  if (
    error instanceof ServiceError &&
    error.service === 'slack' &&
    (error.kind === 'refused' || error.kind === 'gone')
  ) {
    return new UserError(
      'file-unreachable',
      'Slack does not let me fetch this file.',
      'Check that I am a member of the channel, then drop it again.',
      {
        cause: error,
      },
    );
  }
  return null;
}
