// /batch list: the jobs of this channel and, from anywhere, one's own.
import { defineCommand } from '../src/slack/command.ts';
import { listReply } from '../src/slack/views/reply.ts';

/** As many as fit on a screen. */
const SHOWN = 20;

export const list = defineCommand({
  name: 'list',
  task: 'follow',
  needs: 'see',
  summary: 'Jobs of this channel and your own, newest first',
  words: [],
  options: {},
  examples: ['/batch list'],
  async run({ actor, jobs }) {
    return listReply(await jobs.store.listJobs({ ...actor, limit: SHOWN }), jobs.clock.now());
  },
});
