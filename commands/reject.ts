// /batch reject: what the Reject button of a job that needs approval does.
import { readReason } from '../src/core/job/approval.ts';
import { reject } from '../src/jobs/approval/decide.ts';
import { findJob } from '../src/jobs/find-job.ts';
import { defineCommand } from '../src/slack/command.ts';
import { textReply } from '../src/slack/views/reply.ts';

export const rejectJob = defineCommand({
  name: 'reject',
  task: 'send',
  needs: 'approve',
  summary: 'Decline a job that needs approval; who asked is told the reason',
  words: ['JOB', 'REASON…'],
  options: {},
  examples: ['/batch reject #42 Use a cheaper model first'],
  async run({ words: [ref = '', ...reason], actor, jobs }) {
    const found = await findJob(jobs, actor, ref);
    const input = { job: found, revision: null, by: actor.userId, reason: readReason(reason.join(' ')) };
    const job = await reject(jobs, input);
    return textReply(`Job #${job.number} is rejected. The person who asked is told in its thread.`);
  },
});
