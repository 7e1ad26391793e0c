// /batch diff: two jobs over the same file, side by side.
import { findJob } from '../src/jobs/find-job.ts';
import { compareJobs, sendChanges } from '../src/jobs/show/compare-jobs.ts';
import { defineCommand } from '../src/slack/command.ts';
import { comparisonReply } from '../src/slack/views/comparison.ts';

export const diff = defineCommand({
  name: 'diff',
  task: 'results',
  needs: 'see',
  summary: 'Compare two jobs over the same file: changed answers, and the difference in cost',
  words: ['JOB', 'JOB'],
  options: { csv: { hint: 'yes', summary: 'every changed row as a file', choices: ['yes'] } },
  examples: ['/batch diff #42 #43'],
  async run({ words: [one = '', other = ''], options, actor, jobs }) {
    const first = await findJob(jobs, actor, one);
    const second = await findJob(jobs, actor, other);
    const compared =
      options.csv === undefined
        ? await compareJobs(jobs, first, second)
        : await sendChanges(jobs, actor, first, second);
    return comparisonReply(compared);
  },
});
