// /batch delete: the data of an ended job, after a look at what that means.
import { findJob } from '../src/jobs/find-job.ts';
import { checkCanDelete } from '../src/jobs/follow/delete-data.ts';
import { defineCommand } from '../src/slack/command.ts';
import { deleteReply } from '../src/slack/views/deletion.ts';

export const deleteJobData = defineCommand({
  name: 'delete',
  task: 'manage',
  needs: 'build',
  summary: 'Delete the rows, prompts and answers of a job that has ended; what it cost stays',
  words: ['JOB'],
  options: {},
  examples: ['/batch delete #42'],
  async run({ words: [ref = ''], actor, jobs }) {
    const job = await findJob(jobs, actor, ref);
    await checkCanDelete(jobs, actor, job);
    return deleteReply(job);
  },
});
