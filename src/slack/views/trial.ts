// What came of the rows that were tried, in the thread of the draft.
import type { KnownBlock } from '@slack/types';
import { answerCells } from '../../core/answer/answer.ts';
import { cellText } from '../../core/cell.ts';
import type { TrialAnswer, TrialRow } from '../../core/draft/trial.ts';
import { answerFieldsOf, type Job } from '../../core/job/job.ts';
import { formatDollars } from '../../core/money/pricing.ts';
import { CUT_OFF_REASONS } from '../../core/result/retry.ts';
import type { JobView } from '../../ports/conversation.ts';
import { inline, joinMrkdwn, type Mrkdwn, mrkdwn, plain, unlinked } from '../mrkdwn.ts';
import { context, type Message, message, section, sections } from './blocks.ts';
import { longText } from './long-text.ts';
import { count, jobTitle } from './words.ts';

const NAME_CHARS = 60;
const PROMPT_CHARS = 300;
const ANSWER_CHARS = 1500;
/** Below it an amount is told as less than that. */
const LEAST_SHOWN_MICROS = 100;

/** @returns each row with its prompt, answer, tokens and cost, and what all of it says about the price */
export function trialMessage({ job }: JobView, rows: readonly TrialRow[]): Message {
  const head = headline(job, rows);
  return message(head, [
    section(head),
    ...rows.flatMap((row) => rowBlocks(job, row)),
    context(priceLine(job, rows)),
  ]);
}

function headline(job: Job, rows: readonly TrialRow[]): Mrkdwn {
  const answers = answersOf(rows);
  const title = unlinked(jobTitle(job));
  if (answers.length === 0) return mrkdwn`*No row of draft #${job.number}* (${title}) was answered`;
  return mrkdwn`*${count(answers.length, 'row')} of draft #${job.number}* (${title}) tried at the standard price: ${costWords(answers)}`;
}

function answersOf(rows: readonly TrialRow[]): TrialAnswer[] {
  return rows.flatMap(({ answer }) => (answer === null ? [] : [answer]));
}

function costWords(answers: readonly Pick<TrialAnswer, 'costMicros'>[]): string {
  const costs = answers.map(({ costMicros }) => costMicros);
  if (costs.includes(null)) return 'cost not known';
  return formatDollars(costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0));
}

function rowBlocks(job: Job, row: TrialRow): KnownBlock[] {
  const { preview, answer } = row;
  const name = preview.file === null ? `Line ${preview.line}` : inline(preview.file, NAME_CHARS);
  const facts =
    answer === null
      ? []
      : [
          plain(`${count(answer.inputTokens, 'token')} in, ${answer.outputTokens} out`),
          plain(costWords([answer])),
        ];
  return [
    context(mrkdwn`*${name}*`, ...facts),
    ...longText(preview.prompt, PROMPT_CHARS, `/batch row #${job.number} ${preview.line} shows more.`),
    ...(answer === null ? sections(failureLines(row)) : answerBlocks(job, answer)),
  ];
}

function answerBlocks(job: Job, { text, stopReason }: TrialAnswer): KnownBlock[] {
  const fields = answerFieldsOf(job);
  const cells = answerCells(fields, text);
  const shown =
    fields.length === 0
      ? text
      : fields.map(({ name }, index) => `${name}: ${cellText(cells[index])}`).join('\n');
  return [section(mrkdwn`*Answer*`), ...longText(shown, ANSWER_CHARS), ...sections(stopLines(stopReason))];
}

function stopLines(stopReason: string | null): Mrkdwn[] {
  if (stopReason === 'refusal')
    return [plain('⚠️ Claude declined to answer this one. Word the prompt differently with Edit.')];
  return CUT_OFF_REASONS.some((reason) => reason === stopReason)
    ? [plain('⚠️ The answer was cut off. Allow more tokens per answer with Edit.')]
    : [];
}

function failureLines({ state, failure }: TrialRow): Mrkdwn[] {
  if (failure !== null)
    return [mrkdwn`⚠️ ${inline(failure.message, 600)} Nothing was charged.`, plain(failure.next)];
  if (state === 'dropped')
    return [plain('The draft was changed or submitted before this row was asked. Nothing was charged.')];
  return [
    plain('⚠️ Anthropic’s answer did not arrive, so it is not known whether this row was charged.'),
    plain('It is not asked again by itself. Save the draft with Edit to try anew.'),
  ];
}

function priceLine({ report }: Job, rows: readonly TrialRow[]): Mrkdwn {
  const tried = report?.estimate?.tried;
  const again = rows.some(({ state }) => state === 'refused')
    ? plain('Press the button on the card again for the rows that were not answered.')
    : mrkdwn``;
  const range =
    tried === undefined || report === null
      ? mrkdwn``
      : mrkdwn`With answers like these all ${count(report.requests, 'request')} cost ${rangeWords(tried)} as a batch.`;
  const parts = joinMrkdwn([range, again], ' ');
  return parts === '' ? plain('The price on the card stays as it was.') : parts;
}

/** @returns e.g. 'about $1.20 to $1.80', 'about $1.20', 'less than $0.0001' */
export function rangeWords({ lowMicros, highMicros }: { lowMicros: number; highMicros: number }): string {
  const [low, high] = [formatDollars(lowMicros), formatDollars(highMicros)];
  if (low === high) return lowMicros < LEAST_SHOWN_MICROS ? low : `about ${low}`;
  return lowMicros < LEAST_SHOWN_MICROS ? `up to about ${high}` : `about ${low} to ${high}`;
}
