// The first answers, shown below the closing message as a table.
import type { DataTableBlock, KnownBlock } from '@slack/types';
import type { JobView } from '../../ports/conversation.ts';
import type { FirstRows } from '../../ports/job-data.ts';
import { clip, LIMITS } from '../limits.ts';
import { type Mrkdwn, mrkdwn, unlinked, visible } from '../mrkdwn.ts';
import { actions, type Message, message, preformatted, section } from './blocks.ts';
import { moreFormats } from './more-formats.ts';
import { count, jobTitle, number } from './words.ts';

const CELL_CHARS = 400;
const PAGE_ROWS = 5;
/** Of the classic text: a width that a phone shows without wrapping twice. */
const SHORT_CELL_CHARS = 60;
const SHORT_ROWS = 10;

/**
 * @param isClassic true for a workspace that does not take table blocks
 * @returns the message; one with a table and one without say the same
 */
export function firstRowsMessage(view: JobView, rows: FirstRows, isClassic: boolean): Message {
  const shown = isClassic ? classic(rows) : table(rows);
  const head = headline(view, shown.rows);
  return message(head, [section(head), shown.block, actions(moreFormats(view.job))]);
}

function headline({ job }: JobView, rows: number): Mrkdwn {
  const all = job.tally?.succeeded ?? rows;
  const title = unlinked(jobTitle(job));
  return rows >= all
    ? mrkdwn`*${count(all, 'answer')}* of job #${job.number} (${title})`
    : mrkdwn`*The first ${number(rows)} of ${count(all, 'answer')}* of job #${job.number} (${title}); the files have them all.`;
}

interface Shown {
  block: KnownBlock;
  rows: number;
}

function table({ columns, rows }: FirstRows): Shown {
  const lines = [columns, ...rows].map((cells) => cells.map((cell) => cellText(cell, CELL_CHARS)));
  const kept: string[][] = [];
  let room: number = LIMITS.tableText;
  for (const line of lines.slice(0, LIMITS.tableRows)) {
    room -= line.reduce((sum, cell) => sum + cell.length, 0);
    if (room < 0) break;
    kept.push(line);
  }
  const block: DataTableBlock = {
    type: 'data_table',
    caption: 'The first answers',
    page_size: PAGE_ROWS,
    rows: kept.map((cells) => cells.map((text) => ({ type: 'raw_text', text }))),
  };
  return { block, rows: kept.length - 1 };
}

function classic({ columns, rows }: FirstRows): Shown {
  const lines: string[] = [];
  let room: number = LIMITS.preformatted;
  for (const cells of [columns, ...rows.slice(0, SHORT_ROWS)]) {
    const line = cells.map((cell) => cellText(cell, SHORT_CELL_CHARS)).join(' | ');
    room -= line.length + 1;
    if (room < 0) break;
    lines.push(line);
  }
  return { block: preformatted(lines.join('\n')), rows: lines.length - 1 };
}

/** A cell without anything in it may not be empty text. */
function cellText(cell: string, max: number): string {
  return clip(visible(cell).replace(/\s+/g, ' ').trim(), max) || '-';
}
