// Records of a delimited file by csv-parse, with the line each begins on.
import { CsvError, Parser } from 'csv-parse';
import { UserError } from '../../core/errors.ts';
import type { Delimiter } from '../detect/sniff-delimiter.ts';
import { LONGEST_CHARS } from './lines.ts';

export interface CsvRecord {
  line: number;
  cells: string[];
}

export interface CsvRecords {
  records: CsvRecord[];
  /** Blank lines before the last of them. */
  blankLines: number;
  /** True when the file has quotes inside unquoted cells, which are then kept as they are. */
  hasStrayQuotes: boolean;
}

/**
 * Reads a file strictly, and again loosely when it has stray quotes, so that well-formed files are never guessed at.
 * @param open gives the file from its beginning, as UTF-8 bytes or text, in chunks cut anywhere
 * @returns the records that each chunk completes, header included, blank lines not
 * @throws UserError when a quote is not closed or a row is too long
 */
export async function* readRecords(
  open: () => AsyncIterable<Buffer | string>,
  delimiter: Delimiter,
): AsyncGenerator<CsvRecords> {
  let delivered = 0;
  try {
    for await (const read of parseRecords(open(), delimiter, false)) {
      delivered += read.records.length;
      yield read;
    }
    return;
  } catch (error) {
    if (!isStrayQuote(error)) throw error;
  }
  for await (const read of parseRecords(open(), delimiter, true)) {
    const known = Math.min(delivered, read.records.length);
    delivered -= known;
    if (known < read.records.length) yield { ...read, records: read.records.slice(known) };
  }
}

function isStrayQuote(error: unknown): boolean {
  return (
    error instanceof CsvError &&
    (error.code === 'INVALID_OPENING_QUOTE' || error.code === 'CSV_INVALID_CLOSING_QUOTE')
  );
}

async function* parseRecords(
  chunks: AsyncIterable<Buffer | string>,
  delimiter: Delimiter,
  hasStrayQuotes: boolean,
): AsyncGenerator<CsvRecords> {
  const parser = new RecordParser({
    delimiter,
    bom: true,
    relax_quotes: hasStrayQuotes,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_CHARS,
    record_delimiter: ['\r\n', '\n', '\r'],
  });
  // Errors arrive with the calls below; without a listener they would also end the process.
  parser.on('error', () => {});
  try {
    for await (const chunk of chunks) {
      await settled((done) => parser.write(chunk, done));
      if (parser.records.length > 0) yield { ...parser.takeRecords(), hasStrayQuotes };
    }
    await settled((done) => parser.end(done));
    if (parser.records.length > 0) yield { ...parser.takeRecords(), hasStrayQuotes };
  } catch (error) {
    throw isStrayQuote(error) ? error : toUserError(error, parser.nextLine);
  } finally {
    parser.destroy();
  }
}

function settled(act: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => act((error) => (error ? reject(error) : resolve())));
}

/** Collects records where csv-parse would send them through its stream, which costs less than its `on_record`. */
class RecordParser extends Parser {
  records: CsvRecord[] = [];
  #blankLines = 0;
  #whitespaceLines = 0;
  /** Lines that the records so far take up; empty ones between them are counted by csv-parse. */
  #recordLines = 0;
  #parsedLines = 1;

  /** The line on which the next record begins. */
  get nextLine(): number {
    return 1 + this.#recordLines + this.info.empty_lines;
  }

  override push(cells: string[] | null): boolean {
    if (cells === null) return super.push(null);
    const line = this.nextLine;
    // As if each record were the first: csv-parse would make an Error with a stack for every one of another width.
    const info: { records: number } = this.info;
    info.records = 0;
    // csv-parse counts \r\n inside quotes as two lines, so its number only says whether there is anything to count.
    const { lines } = this.info;
    this.#recordLines += lines - this.#parsedLines > 0 ? 1 + newlinesIn(cells) : 1;
    this.#parsedLines = lines + 1;
    if (isWhitespace(cells)) this.#whitespaceLines += 1;
    else {
      this.records.push({ line, cells });
      // Not later: csv-parse counts an empty line after the last line end of the file.
      this.#blankLines = this.#whitespaceLines + this.info.empty_lines;
    }
    return true;
  }

  /** Hands over the records since the last call. */
  takeRecords(): { records: CsvRecord[]; blankLines: number } {
    const { records } = this;
    this.records = [];
    return { records, blankLines: this.#blankLines };
  }
}

/** A line of nothing but spaces; a quoted empty cell is a row. */
function isWhitespace(cells: readonly string[]): boolean {
  const [only = ''] = cells;
  return cells.length === 1 && only !== '' && only.trim() === '';
}

function newlinesIn(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) count += cell.match(/\r\n|\n|\r/g)?.length ?? 0;
  return count;
}

function toUserError(error: unknown, line: number): unknown {
  if (!(error instanceof CsvError)) return error;
  const column = typeof error.column === 'number' ? `column ${error.column + 1} of ` : '';
  const where = `${column}the row that begins at line ${line}`;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return new UserError(
      'unterminated-quote',
      `A quote that opens in ${where} is never closed.`,
      'Close it, or write it twice ("") inside a quoted cell, and drop the file again.',
      { cause: error },
    );
  }
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return new UserError(
      'row-too-long',
      `The text in ${where} goes on for more than 10 MB.`,
      'Look there for a quote that is not closed, or shorten the row.',
      { cause: error },
    );
  }
  return new UserError(
    'broken-table',
    `The table cannot be read in ${where}.`,
    'Save it as CSV again and drop that.',
    { cause: error },
  );
}
