// /batch watch: a live card here, for a job's number or a message batch that was created elsewhere.

import { findJobOrRemote } from '../src/jobs/find-job.ts';
import { watchBatch } from '../src/jobs/follow/watch.ts';
import { addCardHere } from '../src/jobs/show/add-card.ts';
import { defineCommand } from '../src/slack/command.ts';
import { textReply } from '../src/slack/views/reply.ts';

export const watch = defineCommand({
  name: 'watch',
  task: 'follow',
  needs: 'build',
  summary: 'A live status card here, also for message batches created elsewhere with the same key',
  words: ['JOB|msgbatch_…'],
  options: {},
  examples: ['/batch watch msgbatch_01Kk2g…', '/batch watch #42'],
  async run({ words: [ref = ''], actor, jobs }) {
    const found = await findJobOrRemote(jobs, actor, ref);
    const job =
      'remoteId' in found
        ? await watchBatch(jobs, actor, found.remoteId)
        : await addCardHere(jobs, actor, found);
    return textReply(
      `Job #${job.number} has its card here now; it is kept up to date, and the results come to its thread.`,
    );
  },
});
