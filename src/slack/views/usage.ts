// What was spent in a month: the sum, a chart of its days, and a line for each person, channel, model or job.
import type { KnownBlock } from '@slack/types';
import { monthWords } from '../../core/money/budget.ts';
import { formatDollars } from '../../core/money/pricing.ts';
import { totalMicros, type Usage, type UsageLine } from '../../core/money/usage.ts';
import type { UsageView } from '../../jobs/money/usage.ts';
import { channelLink, code, joinMrkdwn, type Mrkdwn, mention, mrkdwn, type Piece, plain } from '../mrkdwn.ts';
import { context, type Message, message, section, sections } from './blocks.ts';
import { type Bar, barChart, MOST_BARS } from './chart.ts';
import { count } from './words.ts';

/** As many as are read at a glance; the file has all. */
const LISTED = 15;

/** @returns the reply, and one without a chart for workspaces that do not take it */
export function usageReply({ usage, isWhole }: UsageView): Message & { classic: Message } {
  const whose = isWhole ? mrkdwn`The workspace` : mrkdwn`You`;
  const hint = mrkdwn`Months are those of UTC, each job in the month of its submission. /batch usage ${usage.month} --csv yes, in a direct message with me, has every charge.`;
  return withChart(usage, headline(usage, whose), hint);
}

/** @returns what a month came to, for the channel that the admins chose; it mentions nobody, so that nobody is called */
export function digestMessage(usage: Usage): Message & { classic: Message } {
  const head = headline(usage, mrkdwn`The workspace`);
  return withChart(
    usage,
    head,
    plain('/batch usage has more, and /batch settings --digest off ends this message.'),
  );
}

function withChart(usage: Usage, head: Mrkdwn, hint: Mrkdwn): Message & { classic: Message } {
  const lines = linesOf(usage);
  const rest = [...sections(lines), context(hint)];
  const text = joinMrkdwn([head, ...lines], '\n');
  const chart: KnownBlock[] = usage.days.length === 0 ? [] : [daysChart(usage)];
  return {
    ...message(text, [section(head), ...chart, ...rest]),
    classic: message(text, [section(head), ...rest]),
  };
}

function headline(usage: Usage, whose: Mrkdwn): Mrkdwn {
  const month = monthWords(usage.month);
  if (usage.jobs === 0) return joinMrkdwn([whose, mrkdwn`spent nothing in *${month}*.`], ' ');
  const reserved =
    usage.reservedMicros === 0
      ? ''
      : `, and at most ${formatDollars(usage.reservedMicros)} more are reserved for what still runs`;
  return joinMrkdwn(
    [
      whose,
      mrkdwn`spent *${formatDollars(usage.spentMicros)}* in *${month}* on ${count(usage.jobs, 'job')}${reserved}.`,
    ],
    ' ',
  );
}

function linesOf({ by, lines }: Usage): Mrkdwn[] {
  const rest = lines.slice(LISTED);
  const more = rest.reduce((sum, line) => sum + totalMicros(line), 0);
  return [
    ...lines.slice(0, LISTED).map((line) => lineText(by, line)),
    ...(rest.length === 0 ? [] : [mrkdwn`… and ${rest.length} more, ${formatDollars(more)} together`]),
  ];
}

const SHOWN: Record<Usage['by'], (key: string) => Piece> = {
  person: mention,
  channel: (key) => (key.startsWith('D') ? code('direct message') : channelLink(key)),
  model: (key) => code(key, 60),
  job: (key) => code(`#${key}`),
};

function lineText(by: Usage['by'], { key, spentMicros, reservedMicros, jobs }: UsageLine): Mrkdwn {
  const parts = [
    mrkdwn`• ${SHOWN[by](key)}: ${formatDollars(spentMicros)}`,
    ...(by === 'job' ? [] : [plain(count(jobs, 'job'))]),
    ...(reservedMicros === 0 ? [] : [plain(`${formatDollars(reservedMicros)} reserved`)]),
  ];
  return joinMrkdwn(parts, ' · ');
}

const DAYS = 31;

/** Days side by side, two or more in a bar where there would be too many. */
function daysChart({ days, month }: Usage): KnownBlock {
  const first = days[0]?.day ?? 1;
  const last = days.at(-1)?.day ?? DAYS;
  const width = Math.ceil((last - first + 1) / MOST_BARS);
  const bars: Bar[] = [];
  for (let from = first; from <= last; from += width) {
    const to = Math.min(from + width - 1, last);
    const micros = days
      .filter(({ day }) => day >= from && day <= to)
      .reduce((sum, one) => sum + totalMicros(one), 0);
    bars.push({ label: from === to ? String(from) : `${from}–${to}`, value: micros / 1_000_000 });
  }
  return barChart(`Spent and reserved by day, ${monthWords(month)}`, 'US dollars', bars);
}
