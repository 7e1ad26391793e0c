// /batch cancel: what the Cancel button of the card does.

import { findJob } from '../src/jobs/find-job.ts';
import { cancelJob } from '../src/jobs/follow/cancel.ts';
import { defineCommand } from '../src/slack/command.ts';
import { textReply } from '../src/slack/views/reply.ts';

export const cancel = defineCommand({
  name: 'cancel',
  task: 'send',
  needs: 'submit',
  summary: 'Stop a job: what was not sent stays here, what is already answered is billed and delivered',
  words: ['JOB'],
  options: {},
  examples: ['/batch cancel #42'],
  async run({ words: [ref = ''], actor, jobs }) {
    const found = await findJob(jobs, actor, ref);
    const job = await cancelJob(jobs, { jobId: found.id, by: actor.userId });
    return textReply(
      `Job #${job.number} is being cancelled. Requests that are already answered are billed, and their results come to the thread.`,
    );
  },
});
