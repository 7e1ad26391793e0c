// The card of a job that has ended: what came of it, what it cost, and why requests failed.
import { formatDollars } from '../../core/pricing.ts';
import type { Tally } from '../../core/tally.ts';
import type { JobView } from '../../ports/conversation.ts';
import { clip } from '../limits.ts';
import { date, join, type Mrkdwn, mrkdwn, plain } from '../mrkdwn.ts';
import { context, type Message, message, section } from './blocks.ts';
import { cardHeader, cardText, remoteIdsLine, submittedLine } from './parts.ts';
import { count, elapsedWords, outcomeWord, tallyWords } from './words.ts';

const ERROR_CHARS = 300;

export function doneCard(view: JobView): Message {
  const { job } = view;
  const { tally } = job;
  if (tally === null) return message(cardText(view, 'Done', ''), [cardHeader(view, 'Done')]);
  const word = outcomeWord(tally);
  const took = elapsedWords((job.endedAt ?? view.now) - (job.submittedAt ?? job.createdAt));
  const ids = remoteIdsLine(view);
  return message(cardText(view, word, `${tallyWords(tally)}. ${costWords(tally)}`), [
    cardHeader(view, word),
    section(
      join(
        [mrkdwn`*${tallyWords(tally)}* of ${count(tally.requests, 'request')}`, costLine(view, tally)],
        '\n',
      ),
    ),
    ...(tally.errors.length === 0 ? [] : [section(errorLines(tally))]),
    ...(job.notice === null ? [] : [section(mrkdwn`⚠️ ${job.notice}`)]),
    context(
      submittedLine(view),
      mrkdwn`ended ${date(job.endedAt ?? view.now)}, after ${took}`,
      ...(ids === '' ? [] : [ids]),
    ),
  ]);
}

/** @returns e.g. 'It cost $0.0123 (1,200 tokens in, 3,400 out).' */
export function costWords(tally: Tally): string {
  const tokens = `${tally.inputTokens.toLocaleString('en-US')} tokens in, ${tally.outputTokens.toLocaleString('en-US')} out`;
  if (tally.costMicros === null) return `${tokens}; the price of a model is not known here.`;
  return `It cost ${formatDollars(tally.costMicros)} (${tokens}).`;
}

function costLine({ job }: JobView, tally: Tally): Mrkdwn {
  const estimate = job.report?.estimate;
  const compared = estimate ? ` The estimate was ${formatDollars(estimate.batchHighMicros)} at most.` : '';
  return plain(costWords(tally) + compared);
}

/** Kinds of errors that a person can do something about. */
const ADVICE: [RegExp, string][] = [
  [/^not_found_error: model/, 'choose another model'],
  [
    /credit balance|billing|spend limit|usage limits/i,
    'the Anthropic account needs credit; then submit these rows again',
  ],
  [
    /^(overloaded_error|api_error|rate_limit_error|timeout_error)/,
    'Anthropic’s own trouble: submit these rows again as they are',
  ],
  [/^invalid_request_error/, 'change the prompt or these rows, then submit them again'],
];

function errorLines({ errors }: Tally): Mrkdwn {
  const lines = errors.map(({ text, count: n }) => {
    const advice = ADVICE.find(([pattern]) => pattern.test(text))?.[1];
    return mrkdwn`• ${n.toLocaleString('en-US')} × ${clip(text, ERROR_CHARS)}${advice === undefined ? '' : ` → ${advice}`}`;
  });
  return join([mrkdwn`*Why requests failed:*`, ...lines], '\n');
}
