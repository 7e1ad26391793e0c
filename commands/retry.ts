// /batch retry: some rows of an ended job once more; the price first, the sending on a click.
import { readCount } from '../src/core/read-count.ts';
import { RETRY_KINDS } from '../src/core/result/retry.ts';
import { findJob } from '../src/jobs/find-job.ts';
import { offerRetry } from '../src/jobs/send/retry.ts';
import { defineCommand } from '../src/slack/command.ts';
import { readThinkingOptions, SETTING_OPTIONS } from '../src/slack/setting-options.ts';
import { retryReply } from '../src/slack/views/retry.ts';

export const retry = defineCommand({
  name: 'retry',
  task: 'results',
  needs: 'submit',
  summary:
    'Send rows of an ended job again: those that may succeed, or the ones you name; shows the price first',
  words: ['JOB'],
  options: {
    only: { hint: 'KIND', summary: 'only rows that came out like this', choices: RETRY_KINDS },
    'max-tokens': { hint: 'N', summary: 'another limit of tokens per answer, for answers that were cut off' },
    model: { hint: 'ID', summary: 'another model' },
    effort: SETTING_OPTIONS.effort,
    thinking: SETTING_OPTIONS.thinking,
  },
  examples: ['/batch retry #42', '/batch retry #42 --only cut-off --max-tokens 8000'],
  async run({ words: [ref = ''], options, actor, jobs }) {
    const job = await findJob(jobs, actor, ref);
    const tokens = options['max-tokens'];
    const offered = await offerRetry(jobs, job, {
      only: RETRY_KINDS.find((kind) => kind === options.only) ?? null,
      overrides: {
        model: options.model ?? null,
        maxTokens: tokens === undefined ? null : readCount('max-tokens', tokens),
        ...readThinkingOptions(options),
      },
    });
    return retryReply(offered);
  },
});
