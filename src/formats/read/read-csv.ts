// CSV, TSV and their cousins: the delimiter is found, every cell is kept as it is, rows that do not fit are told by line.
import type { Problem } from '../../core/source/problem.ts';
import { decodeChunks, readBytes } from '../detect/decode.ts';
import { type Delimiter, delimiterName, guessDelimiter } from '../detect/sniff-delimiter.ts';
import { type Reader, type Row, textOf } from '../reader.ts';
import { noColumns, readHeader } from './columns.ts';
import { type CsvRecord, type CsvRecords, readRecords } from './csv-records.ts';
import { toPages } from './pages.ts';

export const csv: Reader = {
  name: 'csv',
  async open(source) {
    const { path } = source;
    const { encoding, sample } = textOf(source);
    const declared = declaredDelimiter(sample);
    const delimiter = declared ?? guessDelimiter(sample)?.delimiter ?? ',';
    // csv-parse takes UTF-8 as bytes; decoding them first would only cost time.
    const chunks = () =>
      encoding.name === 'utf-8' ? readBytes(path) : decodeChunks(readBytes(path), encoding);
    const found = readRecords(chunks, delimiter);
    try {
      const first = await found.next();
      if (declared !== null && !first.done) first.value.records.shift();
      const header = first.done ? undefined : first.value.records.shift();
      if (first.done || header === undefined) throw noColumns();
      const { columns, notes } = readHeader(header.cells);
      if (delimiter !== ',') notes.push(`Columns are separated by ${delimiterName(delimiter)}.`);
      const rows = fitRows(first.value, found, { width: columns.length, delimiter, notes });
      return { format: 'csv', split: null, readyMade: false, columns, notes, pages: toPages(rows) };
    } catch (error) {
      await found.return(undefined);
      throw error;
    }
  },
};

/** Excel writes the delimiter into a line of its own above the header: `sep=;`. */
function declaredDelimiter(sample: string): Delimiter | null {
  const found = /^\ufeff?sep=([,;\t|])\r?\n/i.exec(sample)?.[1];
  return found === undefined ? null : (found as Delimiter);
}

interface Shape {
  width: number;
  delimiter: Delimiter;
  notes: string[];
}

/** Keeps the rows that have as many cells as there are columns, and tells the others by line. */
async function* fitRows(
  first: CsvRecords,
  rest: AsyncIterable<CsvRecords>,
  shape: Shape,
): AsyncGenerator<(Row | Problem)[]> {
  let last = first;
  yield judge(first, shape);
  for await (const read of rest) {
    last = read;
    yield judge(read, shape);
  }
  const { blankLines, hasStrayQuotes } = last;
  if (blankLines > 0)
    shape.notes.push(
      blankLines === 1 ? 'A blank line was skipped.' : `${blankLines} blank lines were skipped.`,
    );
  if (hasStrayQuotes) shape.notes.push('Some quotes stand in the middle of a cell; they were kept as text.');
}

function judge({ records, hasStrayQuotes }: CsvRecords, shape: Shape): (Row | Problem)[] {
  return records.map((record) => {
    if (hasStrayQuotes && record.cells.some(runsOn)) return runOnProblem(record);
    return record.cells.length === shape.width ? record : raggedProblem(record, shape);
  });
}

/** A cell that kept its opening quote and holds a line end has swallowed the rows up to the next quote. */
function runsOn(cell: string): boolean {
  return cell.startsWith('"') && /[\r\n]/.test(cell);
}

function runOnProblem({ line }: CsvRecord): Problem {
  const text =
    'A quote in this row is not closed where its cell ends, so it ran on into the next rows; write quotes inside a quoted cell twice ("").';
  return { line, code: 'stray-quote', text };
}

function raggedProblem({ line, cells }: CsvRecord, { width, delimiter }: Shape): Problem {
  const hint =
    cells.length > width ? `; cells that hold ${delimiterName(delimiter)} need quotes around them` : '';
  const text = `The row has ${counted(cells.length, 'cell')}, but there ${width === 1 ? 'is 1 column' : `are ${width} columns`}${hint}.`;
  return { line, code: 'ragged-row', text };
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
