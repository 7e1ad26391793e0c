// CSV, TSV and their cousins: the delimiter is found, every cell is kept as it is, rows that do not fit are told by line.
import { createReadStream } from 'node:fs';
import { CsvError, type Parser, parse } from 'csv-parse';
import { UserError } from '../core/errors.ts';
import { decodeFile } from './decode.ts';
import type { Page, Reader, ReadOptions } from './reader.ts';
import { type Delimiter, delimiterName, sniffDelimiter } from './sniff-delimiter.ts';

const MOST_COLUMNS = 500;
const LONGEST_ROW_CHARS = 10_000_000;
const CHUNK_BYTES = 256 * 1024;

export const csv: Reader = {
  name: 'csv',
  async open(path, options) {
    const delimiter = sniffDelimiter(options.sample) ?? ',';
    const pages = readPages(path, options, delimiter);
    // The first page is there before anybody asks for it, because it brings the header.
    const first = await pages.next();
    const header = first.done ? null : first.value.header;
    if (header === null)
      throw new UserError(
        'no-columns',
        'The file has no header row.',
        'Put the names of the columns into its first line and drop it again.',
      );
    const { columns, notes } = readHeader(header);
    if (delimiter !== ',') notes.push(`Columns are separated by ${delimiterName(delimiter)}.`);
    return {
      format: 'csv',
      split: null,
      readyMade: false,
      columns,
      notes,
      pages: fitting(first.value, pages, columns.length),
    };
  },
};

interface RawRow {
  line: number;
  cells: string[];
}

interface RawPage {
  /** The first row of the file, with its first page. */
  header: string[] | null;
  rows: RawRow[];
}

async function* readPages(
  path: string,
  { encoding }: ReadOptions,
  delimiter: Delimiter,
): AsyncGenerator<RawPage, RawPage> {
  let header: string[] | null = null;
  let rows: RawRow[] = [];
  let lastLine = 0;
  const parser = parse({
    delimiter,
    bom: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW_CHARS,
    record_delimiter: ['\r\n', '\n', '\r'],
    // Collected here instead of flowing through the stream: several times cheaper per row.
    on_record: (cells: string[], { lines }) => {
      const line = lines - newlinesIn(cells);
      lastLine = lines;
      if (header === null) header = cells;
      else if (cells.length > 1 || cells[0]?.trim() !== '') rows.push({ line, cells });
      return null;
    },
  });
  const chunks =
    encoding.name === 'utf-8'
      ? createReadStream(path, { highWaterMark: CHUNK_BYTES })
      : decodeFile(path, encoding);
  try {
    for await (const chunk of chunks) {
      await write(parser, chunk as Buffer | string);
      if (rows.length === 0) continue;
      yield { header, rows };
      rows = [];
    }
    await end(parser);
  } catch (error) {
    throw toUserError(error, lastLine);
  }
  const last = { header, rows };
  yield last;
  return last;
}

function write(parser: Parser, chunk: Buffer | string): Promise<void> {
  return settle(parser, (done) => parser.write(chunk, done));
}

function end(parser: Parser): Promise<void> {
  parser.resume();
  return settle(parser, (done) => {
    parser.once('end', () => done(null));
    parser.end();
  });
}

function settle(parser: Parser, act: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    parser.once('error', reject);
    act((error) => {
      parser.off('error', reject);
      if (error) reject(error);
      else resolve();
    });
  });
}

function newlinesIn(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) {
    for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count += 1;
  }
  return count;
}

function readHeader(header: readonly string[]): { columns: string[]; notes: string[] } {
  const notes: string[] = [];
  const columns = header.map((name, index) => {
    const trimmed = name.trim();
    if (trimmed === '') notes.push(`Column ${index + 1} has no name; it is called column_${index + 1}.`);
    return trimmed === '' ? `column_${index + 1}` : trimmed;
  });
  if (columns.length > MOST_COLUMNS) {
    throw new UserError(
      'too-many-columns',
      `The file has ${columns.length} columns; at most ${MOST_COLUMNS} can be read.`,
      'Take out the ones that are not needed and drop it again.',
    );
  }
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice !== undefined) {
    const places = columns.flatMap((name, index) => (name === twice ? [index + 1] : []));
    throw new UserError(
      'duplicate-columns',
      `The column name “${twice}” stands twice, in columns ${places.join(' and ')}.`,
      'Rename one of them and drop the file again.',
    );
  }
  return { columns, notes };
}

/** Keeps the rows that have as many cells as there are columns, and tells the others by line. */
async function* fitting(first: RawPage, rest: AsyncIterable<RawPage>, width: number): AsyncGenerator<Page> {
  yield fit(first, width);
  for await (const page of rest) yield fit(page, width);
}

function fit({ rows }: RawPage, width: number): Page {
  const page: Page = { rows: [], problems: [] };
  for (const { line, cells } of rows) {
    if (cells.length === width) page.rows.push({ line, cells });
    else {
      const text = `The row has ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}, but there are ${width} columns.`;
      page.problems.push({ line, code: 'ragged-row', text });
    }
  }
  return page;
}

function toUserError(error: unknown, lastLine: number): unknown {
  if (!(error instanceof CsvError)) return error;
  const where = `the row that begins at line ${lastLine + 1}`;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return new UserError(
      'unterminated-quote',
      `A quote in ${where} is opened but never closed.`,
      'Close it, or write it twice ("") when it belongs to the text.',
      { cause: error },
    );
  }
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return new UserError(
      'row-too-long',
      `In ${where} a cell is longer than ${LONGEST_ROW_CHARS} characters.`,
      'Look for a quote that is not closed there.',
      { cause: error },
    );
  }
  return new UserError(
    'csv',
    `The table cannot be read in ${where}.`,
    'Look for stray quotes there, or save it as CSV anew.',
    { cause: error },
  );
}
