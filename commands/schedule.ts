// /batch schedule: a recipe at certain times, on the newest file of this channel or a database.
import { UserError } from '../src/core/errors.ts';
import { readDollars } from '../src/core/money/budget.ts';
import { readRecipeName } from '../src/core/recipe/recipe.ts';
import { readScheduleSource } from '../src/core/schedule/schedule.ts';
import { addSchedule, pauseSchedule, removeSchedule, schedulesFor } from '../src/jobs/schedule/schedules.ts';
import { defineCommand } from '../src/slack/command.ts';
import { scheduleReply, schedulesReply } from '../src/slack/views/schedule.ts';

export const schedule = defineCommand({
  name: 'schedule',
  task: 'draft',
  needs: 'submit',
  summary: 'A recipe at certain times; with --up-to it is sent by itself when it costs no more',
  words: ['[RECIPE|list|pause|resume|delete]', '[newest|db:NAME|NUMBER]', '["CRON"]', '[TIMEZONE]'],
  options: { 'up-to': { hint: 'AMOUNT', summary: 'what a run may cost at most to be sent without Submit' } },
  examples: [
    '/batch schedule product-texts newest "0 7 * * 1" Europe/Berlin',
    '/batch schedule reviews db:reviews "30 6 * * *" --up-to $5',
    '/batch schedule pause 1',
  ],
  async run({ words: [first = 'list', second = '', cron, timezone = 'UTC'], options, actor, jobs }) {
    if (first === 'list') return schedulesReply(await schedulesFor(jobs, actor));
    if (first === 'pause' || first === 'resume') {
      const isPaused = first === 'pause';
      const changed = await pauseSchedule(jobs, actor, readNumber(second), isPaused);
      return scheduleReply(changed, isPaused ? 'is paused' : 'goes on');
    }
    if (first === 'delete')
      return scheduleReply(await removeSchedule(jobs, actor, readNumber(second)), 'is deleted');
    const source = readScheduleSource(second);
    if (cron === undefined)
      throw new UserError(
        'schedule-times',
        'It is not said when.',
        'Add five fields in quotes: "0 7 * * 1" is Mondays at 7:00.',
      );
    const upTo = options['up-to'];
    const upToMicros = upTo === undefined ? null : readDollars(upTo);
    const wanted = { recipe: readRecipeName(first), source, cron, timezone, upToMicros };
    return scheduleReply(await addSchedule(jobs, actor, wanted), 'is made');
  },
});

function readNumber(text: string): number {
  const number = /^#?(\d{1,9})$/.exec(text)?.[1];
  if (number !== undefined) return Number(number);
  throw new UserError(
    'schedule-number',
    `“${text}” is no number of a schedule.`,
    '/batch schedule shows them.',
  );
}
