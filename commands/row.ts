// /batch row: one row of a job, as it is sent and as it came back.
import { findJob } from '../src/jobs/find-job.ts';
import { lookAtRow } from '../src/jobs/show/look-at-row.ts';
import { defineCommand } from '../src/slack/command.ts';
import { rowReply } from '../src/slack/views/row.ts';

export const row = defineCommand({
  name: 'row',
  task: 'results',
  needs: 'see',
  summary: 'One row of a job: its cells, its prompt, and what came back; of documents, by the file’s name',
  words: ['JOB', 'LINE'],
  options: {},
  examples: ['/batch row #42 17', '/batch row #42 contract.pdf'],
  async run({ words: [ref = '', which = ''], actor, jobs }) {
    const job = await findJob(jobs, actor, ref);
    return rowReply(job, await lookAtRow(jobs, job, which));
  },
});
