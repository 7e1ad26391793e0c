// `/batch results --to`: the results of a job into a table of a database that the operator named.
import { answerFieldsOf, type Job } from '../../core/job/job.ts';
import { findSource } from '../../core/source/named-source.ts';
import type { Deps } from '../deps.ts';
import type { Actor } from '../find-job.ts';
import { checkHasResults } from './ask-results.ts';

/**
 * Writes what there is; again is harmless.
 * @returns where to, how many rows are new, and how many were written anew
 * @throws UserError when there is no such database here, no results yet, or the database does not take them
 */
export async function writeResults(deps: Deps, { channelId }: Actor, job: Job, name: string) {
  const source = findSource(deps.options.sources, channelId, name, 'write');
  await checkHasResults(deps, job, { only: null });
  const report = await deps.jobData.writeResults({
    jobId: job.id,
    jobNumber: job.number,
    sourceName: source.name,
    idColumn: job.settings.idColumn,
    answerFields: answerFieldsOf(job),
    isPartial: job.state !== 'done',
  });
  deps.log.info({ jobId: job.id, ...report }, 'results were written into a database');
  return { ...report, source: source.name, table: source.resultsTable };
}
