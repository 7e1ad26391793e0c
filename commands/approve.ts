// /batch approve: what the Approve button of a job that needs approval does.
import { approve } from '../src/jobs/approval/decide.ts';
import { findJob } from '../src/jobs/find-job.ts';
import { defineCommand } from '../src/slack/command.ts';
import { textReply } from '../src/slack/views/reply.ts';

export const approveJob = defineCommand({
  name: 'approve',
  task: 'send',
  needs: 'approve',
  summary: 'Agree to a job that needs approval: it is sent at once, at the price on its card',
  words: ['JOB'],
  options: {},
  examples: ['/batch approve #42'],
  async run({ words: [ref = ''], actor, jobs }) {
    const found = await findJob(jobs, actor, ref);
    const job = await approve(jobs, { job: found, revision: null, by: actor.userId });
    return textReply(`Job #${job.number} is approved and on its way. Its card shows how it goes.`);
  },
});
