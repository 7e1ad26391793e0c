// Two jobs side by side: how many answers changed, what that cost, and the first of them.
import type { DataTableBlock } from '@slack/types';
import { cellText } from '../../core/cell.ts';
import type { Job } from '../../core/job/job.ts';
import type { Json } from '../../core/json.ts';
import { formatDollars } from '../../core/money/pricing.ts';
import type { ComparedJobs } from '../../jobs/show/compare-jobs.ts';
import { clip, LIMITS } from '../limits.ts';
import { joinMrkdwn, type Mrkdwn, mrkdwn, plain, visible } from '../mrkdwn.ts';
import { context, type Message, message, preformatted, section, sections } from './blocks.ts';
import { count, number } from './words.ts';

const CELL_CHARS = 200;
const CLASSIC_CHARS = 60;

/** @returns the reply, and one without a table for workspaces that do not take it */
export function comparisonReply(compared: ComparedJobs): Message & { classic: Message } {
  const lines = linesOf(compared);
  const hint = context(
    plain(
      `/batch diff #${compared.first.number} #${compared.second.number} --csv yes attaches every changed row.`,
    ),
  );
  const text = joinMrkdwn(lines, '\n');
  const rows = shownRows(compared);
  if (rows.length < 2) {
    const same = message(text, sections(lines));
    return { ...same, classic: same };
  }
  const first = section(mrkdwn`*The first rows that changed*`);
  return {
    ...message(text, [...sections(lines), first, table(rows), hint]),
    classic: message(text, [...sections(lines), first, preformatted(classic(rows)), hint]),
  };
}

function linesOf({ first, second, found }: ComparedJobs): Mrkdwn[] {
  const both = found.same + found.changed;
  const percent = both === 0 ? 0 : Math.floor((100 * found.same) / both);
  return [
    mrkdwn`*Job #${first.number} and job #${second.number}*: ${number(found.changed)} of ${count(both, 'answer')} changed, ${percent} % are the same`,
    ...(found.onlyFirst > 0
      ? [mrkdwn`• answered in #${first.number} alone: ${number(found.onlyFirst)}`]
      : []),
    ...(found.onlySecond > 0
      ? [mrkdwn`• answered in #${second.number} alone: ${number(found.onlySecond)}`]
      : []),
    ...(found.neither > 0 ? [mrkdwn`• answered in neither: ${number(found.neither)}`] : []),
    ...(found.otherRows > 0
      ? [mrkdwn`• not compared, because the row is not in both: ${number(found.otherRows)}`]
      : []),
    costLine(first, second),
    mrkdwn`${modelWords(first)} · ${modelWords(second)}`,
  ];
}

function modelWords({ number: of, settings }: Job): string {
  return `#${of}: ${settings.model}`;
}

function costLine(first: Job, second: Job): Mrkdwn {
  const [a, b] = [first.tally?.costMicros ?? null, second.tally?.costMicros ?? null];
  if (a === null || b === null) return plain('What one of them cost is not known here.');
  const difference = b - a;
  const words =
    difference === 0
      ? 'the same'
      : `${formatDollars(Math.abs(difference))} ${difference > 0 ? 'more' : 'less'} than #${first.number}`;
  return mrkdwn`#${first.number} cost ${formatDollars(a)}, #${second.number} ${formatDollars(b)}: ${words}`;
}

/** The header, then each changed row with its first cell. */
function shownRows({ first, second, found }: ComparedJobs): string[][] {
  const name = first.report?.columns[0] ?? 'row';
  const rows = found.first.map(({ cells, first: a, second: b }) => {
    const [cell] = JSON.parse(cells) as Json[];
    return [cellText(cell), a ?? '', b ?? ''];
  });
  return [[name, `#${first.number}`, `#${second.number}`], ...rows];
}

function table(rows: readonly string[][]): DataTableBlock {
  return {
    type: 'data_table',
    caption: 'The first rows that changed',
    page_size: 5,
    rows: rows.map((cells) =>
      cells.map((text) => ({ type: 'raw_text' as const, text: shown(text, CELL_CHARS) })),
    ),
  };
}

function classic(rows: readonly string[][]): string {
  return clip(
    rows.map((cells) => cells.map((text) => shown(text, CLASSIC_CHARS)).join(' | ')).join('\n'),
    LIMITS.preformatted,
  );
}

/** A cell without anything in it may not be empty text. */
function shown(text: string, max: number): string {
  return clip(visible(text).replace(/\s+/g, ' ').trim(), max) || '-';
}
