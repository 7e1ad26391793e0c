// /batch status: one job, or one message batch of this API key, as it stands now.
import { UserError } from '../src/core/errors.ts';
import { findJobOrRemote } from '../src/jobs/find-job.ts';
import { askFor } from '../src/jobs/follow/watch.ts';
import { viewOf } from '../src/jobs/show/show-card.ts';
import { defineCommand } from '../src/slack/command.ts';
import { remoteReply, statusReply } from '../src/slack/views/reply.ts';

export const status = defineCommand({
  name: 'status',
  task: 'follow',
  needs: 'see',
  summary: 'How a job or a message batch stands; without one, your newest job',
  words: ['[JOB|msgbatch_…]'],
  options: {},
  examples: ['/batch status', '/batch status #42', '/batch status msgbatch_01Kk2g…'],
  async run({ words: [ref], actor, jobs }) {
    const found = ref === undefined ? await newest() : await findJobOrRemote(jobs, actor, ref);
    if ('remoteId' in found) return remoteReply(await askFor(jobs, found.remoteId), jobs.clock.now());
    const view = await viewOf(jobs, found.id);
    if (view === null)
      throw new UserError('no-job', 'This job is no longer there.', '/batch list shows yours.');
    return statusReply(view);

    async function newest() {
      const [job] = await jobs.store.listJobs({ ...actor, limit: 1 });
      if (!job)
        throw new UserError(
          'no-jobs',
          'There is no job here yet.',
          'Drop a file and mention me, or type /batch build last.',
        );
      return job;
    }
  },
});
