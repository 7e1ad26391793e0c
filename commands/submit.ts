// /batch submit: what the Submit button of the draft card does.
import { findJob } from '../src/jobs/find-job.ts';
import { submitJob } from '../src/jobs/send/submit.ts';
import { submitAnyway } from '../src/jobs/send/submit-anyway.ts';
import { defineCommand } from '../src/slack/command.ts';
import { atMostWords } from '../src/slack/views/at-most.ts';
import { askedReply, textReply } from '../src/slack/views/reply.ts';

export const submit = defineCommand({
  name: 'submit',
  task: 'send',
  needs: 'submit',
  summary: 'Send a draft to Anthropic, at the price on its card',
  words: ['JOB'],
  options: {
    anyway: {
      hint: 'yes',
      summary: 'although it is held back because it may be at Anthropic already',
      choices: ['yes'],
    },
  },
  examples: ['/batch submit #42'],
  async run({ words: [ref = ''], options, actor, jobs }) {
    const found = await findJob(jobs, actor, ref);
    const job =
      options.anyway === undefined
        ? await submitJob(jobs, { jobId: found.id, revision: null, by: actor.userId })
        : await submitAnyway(jobs, found, actor.userId);
    if (job.state === 'needs-approval') return askedReply(job);
    const price = job.report?.estimate ? ` It costs ${atMostWords(job.report.estimate)}.` : '';
    return textReply(
      `Job #${job.number} is on its way: ${job.report?.requests ?? 0} requests.${price} Its card shows how it goes.`,
    );
  },
});
