// /batch try: what the button “Try 3 rows” of the draft card does.

import { tryRows } from '../src/jobs/draft/try-rows.ts';
import { findJob } from '../src/jobs/find-job.ts';
import { defineCommand } from '../src/slack/command.ts';
import { tryingReply } from '../src/slack/views/reply.ts';

export const tryRowsNow = defineCommand({
  name: 'try',
  task: 'draft',
  needs: 'submit',
  summary: 'Have three rows of a draft answered now, at the standard price',
  words: ['JOB'],
  options: {},
  examples: ['/batch try #42'],
  async run({ words: [ref = ''], actor, jobs }) {
    const job = await findJob(jobs, actor, ref);
    return tryingReply(await tryRows(jobs, { jobId: job.id, revision: null, by: actor.userId }));
  },
});
