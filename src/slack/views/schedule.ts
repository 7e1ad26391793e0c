// Schedules: the list of them, one of them, and what a run of one did.
import { formatDollars } from '../../core/money/pricing.ts';
import { type Schedule, sourceWords } from '../../core/schedule/schedule.ts';
import type { JobView, ScheduleWords } from '../../ports/conversation.ts';
import {
  channelLink,
  code,
  date,
  include,
  inline,
  joinMrkdwn,
  type Mrkdwn,
  mention,
  mrkdwn,
  plain,
} from '../mrkdwn.ts';
import { context, type Message, message, section, sections } from './blocks.ts';
import { count } from './words.ts';

const LISTED = 20;

/** @returns the schedules that can be seen here, a line each */
export function schedulesReply(schedules: readonly Schedule[]): Message {
  if (schedules.length === 0) {
    const text = plain(
      'There are no schedules here yet. /batch schedule RECIPE newest "0 7 * * 1" Europe/Berlin makes a draft every Monday at 7:00; with --up-to $5 it is sent by itself when it costs no more.',
    );
    return message(text, [section(text)]);
  }
  const lines = [
    mrkdwn`*Schedules*`,
    ...schedules.slice(0, LISTED).map(scheduleLine),
    ...(schedules.length > LISTED ? [mrkdwn`… and ${schedules.length - LISTED} more`] : []),
  ];
  return message(joinMrkdwn(lines, '\n'), [
    ...sections(lines),
    context(plain('/batch schedule pause 1, resume 1 and delete 1 change one.')),
  ]);
}

/** @returns one schedule, with what was done to it */
export function scheduleReply(schedule: Schedule, done: string): Message {
  const lines = [mrkdwn`*Schedule ${schedule.number} ${done}*`, scheduleLine(schedule)];
  return message(joinMrkdwn(lines, '\n'), sections(lines));
}

function scheduleLine(schedule: Schedule): Mrkdwn {
  const { number, recipe, source, cron, timezone, channelId, createdBy, isPaused, nextAt } = schedule;
  const when = isPaused ? plain('paused') : mrkdwn`next ${date(nextAt)}`;
  const sends =
    schedule.upToMicros === null
      ? 'makes a draft'
      : `sends up to ${formatDollars(schedule.upToMicros)} by itself`;
  return joinMrkdwn(
    [
      mrkdwn`*${number}* ${code(recipe)} of ${inline(sourceWords(source))} in ${channelLink(channelId)}`,
      mrkdwn`${code(cron)} ${inline(timezone)}`,
      when,
      plain(sends),
      mrkdwn`${mention(createdBy)}`,
    ],
    ' · ',
  );
}

/** @returns what a run did; it calls whoever made the schedule, unless there is nothing to do and they want no call */
export function scheduleMessage(
  { job, notify }: JobView,
  { schedule, missed, word, isSent = false }: ScheduleWords,
): Message {
  // Of what needs nobody, they hear as they chose.
  const person = isSent && notify !== 'mention' ? mrkdwn`` : mrkdwn`${mention(job.ownerId)} `;
  const before =
    missed === 0
      ? mrkdwn``
      : mrkdwn`${count(missed, 'earlier time')} passed while I was not running; ${missed === 1 ? 'it was' : 'they were'} not made up for.`;
  const text = joinMrkdwn(
    [mrkdwn`${include(person)}Schedule ${schedule} made job #${job.number}.`, plain(word), before],
    ' ',
  );
  return message(text, [section(text)]);
}
