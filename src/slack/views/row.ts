// One row of a job: its cells, the prompt as it is sent, and what came back for it.
import type { KnownBlock } from '@slack/types';
import type { Job } from '../../core/job/job.ts';
import { formatDollars } from '../../core/money/pricing.ts';
import type { CutText, RowReport, RowResult } from '../../ports/row-report.ts';
import { inline, joinMrkdwn, type Mrkdwn, mrkdwn, plain, unlinked } from '../mrkdwn.ts';
import { context, type Message, message, preformatted, section, sections } from './blocks.ts';
import { count, jobTitle, number } from './words.ts';

const NAME_CHARS = 60;
const CELL_CHARS = 300;

/** @returns the row, for the person who asked for it */
export function rowReply(job: Job, row: RowReport): Message {
  const name = row.file === null ? `Line ${row.line}` : inline(row.file, NAME_CHARS);
  const head = mrkdwn`*${name}* of job #${job.number} (${unlinked(jobTitle(job))})`;
  return message(head, [
    section(head),
    ...sections(cellLines(row)),
    ...sections(factLines(row)),
    ...(row.prompt === null ? [] : [section(mrkdwn`*Prompt*`), ...whole(row.prompt)]),
    ...(row.result === null ? [context(plain(noResultWords(job, row)))] : resultBlocks(job, row.result)),
  ]);
}

function cellLines({ cells, moreCells, onLine, line }: RowReport): Mrkdwn[] {
  const lines = cells.map((cell) => namedLine(cell));
  const isCut = cells.some(({ wholeChars }) => wholeChars !== null);
  return [
    ...lines,
    moreCells > 0 ? plain(`… and ${count(moreCells, 'more column')}`) : mrkdwn``,
    isCut ? plain('Long cells are cut here; they are sent whole.') : mrkdwn``,
    onLine > 1 ? plain(`${number(onLine)} rows begin on this line: ${line}.2 is the second.`) : mrkdwn``,
  ];
}

function namedLine({ name, text, wholeChars }: CutText & { name: string }): Mrkdwn {
  const value = text.trim() === '' ? '(empty)' : inline(text, CELL_CHARS);
  return mrkdwn`*${inline(name, NAME_CHARS)}*: ${value}${wholeChars === null ? '' : ' (cut)'}`;
}

function factLines({ skipped, sameAsLine }: RowReport): Mrkdwn[] {
  return [
    skipped === null ? mrkdwn`` : mrkdwn`⚠️ This row is not sent: ${inline(skipped, 600)}`,
    sameAsLine === null
      ? mrkdwn``
      : plain(`It gives the same request as line ${sameAsLine}; the answer to that counts for both.`),
  ];
}

function whole({ text, wholeChars }: CutText): KnownBlock[] {
  if (wholeChars === null) return [preformatted(text)];
  return [
    preformatted(text),
    context(plain(`Cut here after ${number(text.length)} of ${number(wholeChars)} characters.`)),
  ];
}

function noResultWords({ state }: Job, { skipped }: RowReport): string {
  if (state === 'draft' || state === 'failed') return 'A draft: nothing was sent yet.';
  if (state === 'needs-approval') return 'It waits for an approval: it was not sent yet.';
  if (skipped !== null) return 'There is no answer, because it was not sent.';
  return state === 'done' ? 'No result came back for it: retry it as it is.' : 'Its answer has not come yet.';
}

function resultBlocks(job: Job, result: RowResult): KnownBlock[] {
  const { answer, fields, toFix } = result;
  const shown = fields.length > 0 && toFix === '' ? sections(fields.map(namedLine)) : null;
  return [
    ...(toFix === '' ? [] : [section(mrkdwn`⚠️ ${inline(toFix, 600)}`)]),
    ...(answer === null ? [] : [section(mrkdwn`*Answer*`), ...(shown ?? whole(answer))]),
    ...(answer?.wholeChars == null || shown !== null
      ? []
      : [context(plain(`/batch results #${job.number} brings the files, which have it whole.`))]),
    context(joinMrkdwn(costParts(result), ' · ')),
  ];
}

function costParts({ model, inputTokens, outputTokens, costMicros, attempt }: RowResult): Mrkdwn[] {
  return [
    model === null ? mrkdwn`` : plain(inline(model, NAME_CHARS)),
    inputTokens === null
      ? plain('not billed')
      : plain(`${count(inputTokens, 'token')} in, ${number(outputTokens ?? 0)} out`),
    plain(costMicros === null ? 'cost not known' : `cost ${formatDollars(costMicros)}`),
    attempt > 1 ? plain(`attempt ${attempt}`) : mrkdwn``,
  ];
}
