// How budgets stand, and what a draft would do to them.
import {
  budgetWords,
  dollarsDown,
  leftMicros,
  monthWords,
  overdrawn,
  type Standing,
  usedPercent,
  warningStep,
} from '../../core/money/budget.ts';
import { formatDollars } from '../../core/money/pricing.ts';
import { channelLink, joinMrkdwn, type Mrkdwn, mention, mrkdwn, plain } from '../mrkdwn.ts';
import { context, type Message, message, sections } from './blocks.ts';

/** @param admins whom the operator named besides. @returns the budgets of a month, a line each, and who may change them */
export function budgetReply(
  standings: readonly Standing[],
  month: string,
  admins: readonly string[],
): Message {
  const lines =
    standings.length === 0
      ? [mrkdwn`There is no budget for what you do here.`]
      : [mrkdwn`*Budgets for ${monthWords(month)}* (UTC)`, ...standings.map(budgetLine)];
  const who = joinMrkdwn(
    [plain('Set by the admins of this workspace'), ...admins.map((id) => mrkdwn`${mention(id)}`)],
    ' · ',
  );
  return message(joinMrkdwn(lines, '\n'), [...sections(lines), context(who)]);
}

/** @returns how a budget stands, on one line */
export function budgetLine(standing: Standing): Mrkdwn {
  const { budget, usedMicros } = standing;
  return mrkdwn`• ${subject(standing)}: ${formatDollars(usedMicros)} of ${formatDollars(budget.limitMicros)} spent or reserved (${usedPercent(standing)} %)`;
}

function subject({ budget }: Standing) {
  if (budget.scope === 'workspace') return 'The workspace';
  return budget.scope === 'channel' ? channelLink(budget.subjectId) : mention(budget.subjectId);
}

/** @returns the word in the thread that a budget is nearly used up; it mentions nobody */
export function budgetWarning(standing: Standing): Message {
  const { budget, usedMicros } = standing;
  const text = mrkdwn`⚠️ ${usedPercent(standing)} % of ${budgetWords(standing)} is used: ${formatDollars(usedMicros)} of ${formatDollars(budget.limitMicros)} spent or reserved. What would go over it is not sent, and what a job does not use is free again when it has ended. An admin can raise the budget (/batch budget).`;
  return message(text, sections([text]));
}

/** @returns a line for each budget that a draft of this price would bring to a warning step or over its end */
export function budgetLines(standings: readonly Standing[], micros: number): Mrkdwn[] {
  return standings.flatMap((standing) => {
    const { limitMicros } = standing.budget;
    if (overdrawn([standing], micros) !== null)
      return [
        mrkdwn`✋ *Over the budget:* ${budgetWords(standing)} has ${dollarsDown(leftMicros(standing))} left of ${formatDollars(limitMicros)}. This can cost ${formatDollars(micros)}. Press Edit and lower the max tokens per answer or choose a cheaper model, send fewer rows, or ask an admin to raise the budget (/batch budget).`,
      ];
    if (warningStep(standing, micros) === null) return [];
    return [
      mrkdwn`⚠️ With this job up to ${usedPercent(standing, micros)} % of ${budgetWords(standing)} (${formatDollars(limitMicros)}) is used.`,
    ];
  });
}
