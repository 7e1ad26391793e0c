// /batch usage: what was spent in a month, on what, and the ledger as a file.
import { UserError } from '../src/core/errors.ts';
import { monthOf } from '../src/core/money/charge.ts';
import { isMonth, USAGE_BY } from '../src/core/money/usage.ts';
import { sendLedger, viewUsage } from '../src/jobs/money/usage.ts';
import { defineCommand } from '../src/slack/command.ts';
import { textReply } from '../src/slack/views/reply.ts';
import { usageReply } from '../src/slack/views/usage.ts';

export const usage = defineCommand({
  name: 'usage',
  task: 'manage',
  needs: 'see',
  summary: 'What you spent in a month; for admins, what everybody did',
  words: ['[MONTH]'],
  options: {
    by: { hint: USAGE_BY.join('|'), summary: 'what each line is', choices: USAGE_BY },
    csv: { hint: 'yes', summary: 'every charge as a file, in a direct message with me', choices: ['yes'] },
  },
  examples: ['/batch usage', '/batch usage 2026-10 --by channel'],
  async run({ words: [month = ''], options, actor, jobs }) {
    const asked = month === '' ? monthOf(jobs.clock.now()) : month;
    if (!isMonth(asked)) throw new UserError('month', `“${asked}” is no month.`, 'Type it like 2026-10.');
    if (options.csv !== undefined) {
      const charges = await sendLedger(jobs, actor, asked);
      return textReply(`The ledger of ${asked} has ${charges === 1 ? '1 charge' : `${charges} charges`}.`);
    }
    const by = USAGE_BY.find((one) => one === options.by) ?? 'person';
    return usageReply(await viewUsage(jobs, actor, asked, by));
  },
});
