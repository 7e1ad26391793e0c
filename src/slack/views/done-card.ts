// The card of a job that has ended: what came of it, what it cost, and what can be done about the rest.
import type { Job } from '../../core/job/job.ts';
import { formatDollars } from '../../core/money/pricing.ts';
import type { Tally } from '../../core/result/tally.ts';
import type { JobView } from '../../ports/conversation.ts';
import { date, inline, joinMrkdwn, mrkdwn, plain } from '../mrkdwn.ts';
import { notApprovedBlocks } from './approval.ts';
import { actions, context, type Message, message, section, sections } from './blocks.ts';
import { cacheOutcomeWords } from './cache.ts';
import { adviceLines, errorLines } from './done-advice.ts';
import { tallyOf } from './duplicates.ts';
import { labelLines } from './label-counts.ts';
import { moreFormats } from './more-formats.ts';
import { cardHeader, cardText, remoteIdsLine, submittedLine } from './parts.ts';
import { retryButtons } from './retry.ts';
import { durationWords, number, outcomeWord, outcomeWords, tallyWords, triedWords } from './words.ts';

export function doneCard(view: JobView): Message {
  const { job } = view;
  const { tally } = job;
  const words = outcomeWords(job);
  const buttons = retryButtons(job);
  const rest = tally === null ? '' : `${tallyWords(tally)}. ${costWords(tally)}`;
  return message(cardText(view, words, rest), [
    cardHeader(view, outcomeWord(job), words),
    ...(job.notice === null ? [] : [section(mrkdwn`⚠️ ${inline(job.notice, 1000)}`)]),
    ...(tally === null ? [] : tallyBlocks(view, tally)),
    ...notApprovedBlocks(job),
    endLine(view),
    actions(...buttons, moreFormats(job)),
  ]);
}

function tallyBlocks({ job, triedMicros }: JobView, tally: Tally) {
  return [
    ...sections([
      joinMrkdwn([mrkdwn`*${tallyWords(tally)}* of`, tallyOf(job)], ' '),
      plain(costWords(tally) + cacheOutcomeWords(tally.cache) + comparedWords(job)),
      plain(triedWords(triedMicros)),
    ]),
    ...sections(labelLines(tally)),
    ...sections(errorLines(tally)),
    ...sections(adviceLines(tally, job)),
  ];
}

/** Without an end that is known, nothing about it: a card must not change with every look at it. */
function endLine(view: JobView) {
  const { endedAt, submittedAt, createdAt } = view.job;
  const ids = remoteIdsLine(view);
  const took = durationWords((endedAt ?? 0) - (submittedAt ?? createdAt));
  const ended = endedAt ? [mrkdwn`ended ${date(endedAt)}, after ${took}`] : [];
  return context(submittedLine(view), ...ended, ...(ids === '' ? [] : [ids]));
}

/** @returns e.g. 'It cost $0.0123 (1,200 tokens in, 3,400 out).' */
export function costWords(tally: Tally): string {
  const tokens = `${number(tally.inputTokens)} tokens in, ${number(tally.outputTokens)} out`;
  if (tally.costMicros === null)
    return `${tokens}. What it cost is not known here, because the price of a model is missing.`;
  if (tally.costMicros === 0) return 'It cost nothing.';
  return `It cost ${formatDollars(tally.costMicros)} (${tokens}).`;
}

/** What retries were to cost is no part of the draft's price, and their answers are a part of the cost. */
function comparedWords({ attempt, report }: Job): string {
  const estimate = report?.estimate ?? null;
  if (estimate === null || attempt > 1) return '';
  return ` At most it could have been ${formatDollars(estimate.batchHighMicros)}.`;
}
