// /batch results: the results files again or in another format, in its thread.
import { isDirectMessage } from '../src/core/job/access.ts';
import type { Job } from '../src/core/job/job.ts';
import {
  failedRows,
  RESULTS_FORMATS,
  RESULTS_KINDS,
  type ResultsRequest,
  WITH_CLOSING,
} from '../src/core/result/results-file.ts';
import { readColumns, readFormats, resultsColumns } from '../src/core/result/results-request.ts';
import { findJobOrRemote } from '../src/jobs/find-job.ts';
import { watchBatch } from '../src/jobs/follow/watch.ts';
import { admit } from '../src/jobs/people/admit.ts';
import { askResults, isOutOfReach } from '../src/jobs/show/ask-results.ts';
import { writeResults } from '../src/jobs/show/write-results.ts';
import { defineCommand } from '../src/slack/command.ts';
import { textReply } from '../src/slack/views/reply.ts';

export const results = defineCommand({
  name: 'results',
  task: 'results',
  needs: 'see',
  summary: 'The results files of a job or of any message batch of this API key',
  words: ['JOB|msgbatch_…'],
  options: {
    format: {
      hint: RESULTS_FORMATS.join('|'),
      summary: 'csv and jsonl without it; several with commas between, more than three come as one ZIP',
    },
    only: {
      hint: 'KIND',
      summary:
        'only rows that came out like this; failed: all without a whole answer, to be mended and dropped again',
      choices: RESULTS_KINDS,
    },
    columns: { hint: 'A,B,…', summary: 'only these columns, in this order' },
    raw: {
      hint: 'yes',
      summary: 'leave text that looks like a formula as it is in CSV and TSV',
      choices: ['yes'],
    },
    to: { hint: 'NAME', summary: 'write them into this database instead; doing it twice changes nothing' },
  },
  examples: [
    '/batch results #42',
    '/batch results #42 --format xlsx',
    '/batch results #42 --format csv --columns id,response',
    '/batch results #42 --only failed',
    '/batch results #42 --to reviews',
    '/batch results msgbatch_01Kk2g…',
  ],
  async run({ words: [ref = ''], options, actor, jobs }) {
    const found = await findJobOrRemote(jobs, actor, ref);
    if ('remoteId' in found) {
      const job = await watchBatch(jobs, actor, found.remoteId);
      return textReply(
        `This message batch is now job #${job.number}; its results come to the thread of its card here.`,
      );
    }
    if (options.to !== undefined) {
      await admit(jobs, actor, 'submit');
      return textReply(written(found, await writeResults(jobs, actor, found, options.to)));
    }
    const request = readRequest(found, options);
    const isHere = isDirectMessage(actor.channelId) && (await isOutOfReach(jobs, found));
    const place = isHere ? { channelId: actor.channelId, threadTs: null } : null;
    await askResults(jobs, { job: found, request, place });
    return textReply(
      `The results of job #${found.number} are on their way ${isHere ? 'here' : 'to its thread'}.`,
    );
  },
});

function readRequest(job: Job, options: Readonly<Record<string, string>>): ResultsRequest {
  const only = RESULTS_KINDS.find((kind) => kind === options.only) ?? null;
  const usual = only === 'failed' ? failedRows(job) : WITH_CLOSING;
  return {
    formats: options.format === undefined ? usual.formats : readFormats(options.format),
    only,
    columns: options.columns === undefined ? null : readColumns(options.columns, resultsColumns(job, only)),
    isRaw: options.raw === 'yes',
  };
}

function written(
  { number }: Job,
  { written, updated, source, table }: Awaited<ReturnType<typeof writeResults>>,
): string {
  const anew = updated === 0 ? '' : `, ${counted(updated)} already there and written anew`;
  return `The results of job #${number} are in the table ${table} of ${source}: ${counted(written)} new${anew}.`;
}

function counted(rows: number): string {
  return `${rows.toLocaleString('en-US')} ${rows === 1 ? 'row is' : 'rows are'}`;
}
