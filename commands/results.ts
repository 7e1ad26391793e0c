// /batch results: the results files again, in its thread.
import { isDirectMessage } from '../src/core/access.ts';
import { UserError } from '../src/core/errors.ts';
import type { Job } from '../src/core/job.ts';
import type { ResultsFormat } from '../src/core/results-file.ts';
import { findJobOrRemote } from '../src/jobs/find-job.ts';
import { watchBatch } from '../src/jobs/follow/watch.ts';
import { askResults, isOutOfReach } from '../src/jobs/show/ask-results.ts';
import { writeResults } from '../src/jobs/show/write-results.ts';
import { defineCommand } from '../src/slack/command.ts';
import { textReply } from '../src/slack/views/reply.ts';

const FORMATS: readonly ResultsFormat[] = ['csv', 'jsonl'];

export const results = defineCommand({
  name: 'results',
  summary: 'The results files of a job or of any message batch of this API key',
  words: ['JOB|msgbatch_…'],
  options: {
    format: { hint: 'csv|jsonl', summary: 'only this format; both without it', choices: FORMATS },
    to: { hint: 'NAME', summary: 'write them into this database instead; again is harmless' },
  },
  examples: [
    '/batch results #42',
    '/batch results #42 --format jsonl',
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
    if (options.to !== undefined)
      return textReply(written(found, await writeResults(jobs, actor, found, options.to)));
    const formats = FORMATS.filter((format) => options.format === undefined || options.format === format);
    if (formats.length === 0)
      throw new UserError('format', 'There is no such format.', `It can be ${FORMATS.join(' or ')}.`);
    const isHere = isDirectMessage(actor.channelId) && (await isOutOfReach(jobs, found));
    const place = isHere ? { channelId: actor.channelId, threadTs: null } : null;
    await askResults(jobs, { job: found, formats, place });
    return textReply(
      `The results of job #${found.number} are on their way ${isHere ? 'here' : 'to its thread'}.`,
    );
  },
});

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
