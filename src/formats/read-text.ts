// Text: one prompt per line, or one per paragraph.
import type { Split } from '../core/settings.ts';
import { readLines } from './decode.ts';
import type { Page, Reader, ReadOptions, Row } from './reader.ts';

const PAGE_ROWS = 500;

export const text: Reader = {
  name: 'text',
  async open(path, options) {
    const split = options.split ?? decideSplit(options.sample);
    const notes = options.split === null ? [split === 'line' ? LINE_NOTE : PARAGRAPH_NOTE] : [];
    const rows = split === 'line' ? lines(path, options) : paragraphs(path, options);
    return { format: 'text', split, readyMade: false, columns: ['text'], notes, pages: paged(rows) };
  },
};

const LINE_NOTE = 'Each line is one request.';
const PARAGRAPH_NOTE = 'Each paragraph is one request; paragraphs end at a blank line.';

/** A blank line between two that are not makes paragraphs. */
function decideSplit(sample: string): Split {
  return /\S[^\n]*\r?\n[^\S\n]*\r?\n\s*\S/.test(sample) ? 'paragraph' : 'line';
}

async function* lines(path: string, { encoding }: ReadOptions): AsyncGenerator<Row> {
  for await (const { number, text: line } of readLines(path, encoding)) {
    const cell = line.trim();
    if (cell !== '') yield { line: number, cells: [cell] };
  }
}

async function* paragraphs(path: string, { encoding }: ReadOptions): AsyncGenerator<Row> {
  let open: { line: number; lines: string[] } | null = null;
  for await (const { number, text: line } of readLines(path, encoding)) {
    if (line.trim() !== '') {
      open ??= { line: number, lines: [] };
      open.lines.push(line.trimEnd());
    } else if (open !== null) {
      yield { line: open.line, cells: [open.lines.join('\n')] };
      open = null;
    }
  }
  if (open !== null) yield { line: open.line, cells: [open.lines.join('\n')] };
}

async function* paged(rows: AsyncIterable<Row>): AsyncGenerator<Page> {
  let page: Page = { rows: [], problems: [] };
  for await (const row of rows) {
    page.rows.push(row);
    if (page.rows.length < PAGE_ROWS) continue;
    yield page;
    page = { rows: [], problems: [] };
  }
  yield page;
}
