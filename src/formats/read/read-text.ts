// Text: one request per line, per paragraph, or for the whole document.

import type { Split } from '../../core/draft/settings.ts';
import type { Problem } from '../../core/source/problem.ts';
import { decodeChunks, readBytes } from '../detect/decode.ts';
import { type Reader, type Row, textOf } from '../reader.ts';
import { type Line, LONGEST_CHARS, splitLines } from './lines.ts';
import { toPages } from './pages.ts';

const NOTES: Record<Split, string> = {
  line: 'Each line is one request.',
  paragraph: 'Each paragraph is one request; a blank line ends it.',
  whole: 'The whole document is one request.',
};
const ROWS: Record<Split, (groups: AsyncIterable<Line[]>) => AsyncGenerator<(Row | Problem)[]>> = {
  line: rowPerLine,
  paragraph: rowPerParagraph,
  whole: oneRow,
};

export const text: Reader = {
  name: 'text',
  async open(source, { split: wanted }) {
    const { path } = source;
    const { encoding, sample } = textOf(source);
    const split = wanted ?? decideSplit(sample);
    const lines = splitLines(decodeChunks(readBytes(path), encoding));
    const found = ROWS[split](lines);
    return {
      format: 'text',
      split,
      readyMade: false,
      columns: ['text'],
      notes: wanted === null ? [NOTES[split]] : [],
      pages: toPages(found),
    };
  },
};

/** A blank line between two that are not makes paragraphs. */
function decideSplit(sample: string): Split {
  let blankAfterText = false;
  let hasText = false;
  for (const line of sample.split(/\r\n|\n|\r/)) {
    if (line.trim() === '') blankAfterText = hasText;
    else if (blankAfterText) return 'paragraph';
    else hasText = true;
  }
  return 'line';
}

async function* rowPerLine(groups: AsyncIterable<Line[]>): AsyncGenerator<(Row | Problem)[]> {
  for await (const lines of groups) {
    const found: (Row | Problem)[] = [];
    for (const { number, text: line } of lines) {
      const cell = line?.trim();
      if (cell === undefined) found.push(tooLong(number, 'line'));
      else if (cell !== '') found.push({ line: number, cells: [cell] });
    }
    yield found;
  }
}

/** A paragraph or document that is being read; text is null once it has grown too long. */
interface Paragraph {
  line: number;
  text: string | null;
}

async function* rowPerParagraph(groups: AsyncIterable<Line[]>): AsyncGenerator<(Row | Problem)[]> {
  let open: Paragraph | null = null;
  for await (const lines of groups) {
    const found: (Row | Problem)[] = [];
    for (const { number, text: line } of lines) {
      if (line === null || line.trim() !== '') open = extend(open, number, line);
      else if (open !== null) {
        found.push(close(open));
        open = null;
      }
    }
    yield found;
  }
  if (open !== null) yield [close(open)];
}

async function* oneRow(groups: AsyncIterable<Line[]>): AsyncGenerator<(Row | Problem)[]> {
  let open: Paragraph | null = null;
  for await (const lines of groups)
    for (const { number, text: line } of lines) {
      // Blank lines at its beginning are no part of it, those within are.
      if (open !== null || line === null || line.trim() !== '') open = extend(open, number, line);
    }
  if (open !== null) yield [close(open, 'document')];
}

function extend(open: Paragraph | null, number: number, line: string | null): Paragraph {
  if (open === null) return { line: number, text: line };
  const fits = open.text !== null && line !== null && open.text.length + line.length < LONGEST_CHARS;
  return { line: open.line, text: fits ? `${open.text}\n${line}` : null };
}

function close({ line, text: cell }: Paragraph, what = 'paragraph'): Row | Problem {
  return cell === null ? tooLong(line, what) : { line, cells: [cell.trimEnd()] };
}

function tooLong(line: number, what: string): Problem {
  const most = LONGEST_CHARS.toLocaleString('en-US');
  return { line, code: 'line-too-long', text: `The ${what} is longer than ${most} characters; split it up.` };
}
