// Lines of delimited text after RFC 4180; quotes only where they are needed.
import { cellText } from '../../core/cell.ts';
import type { Json } from '../../core/json.ts';
import { guarded } from '../../core/result/formula-guard.ts';
import type { ResultsTable, WriteOptions } from './results-table.ts';

const NEEDS_QUOTES = { ',': /[",\r\n]/, '\t': /["\t\r\n]/ };

export type Delimiter = keyof typeof NEEDS_QUOTES;
type Cell = Json | undefined;

/** @returns one cell; nothing for null */
export function delimitedCell(value: Cell, delimiter: Delimiter, guardFormulas: boolean): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const plain = typeof value === 'string' ? value : cellText(value);
  const text = guardFormulas ? guarded(plain) : plain;
  return NEEDS_QUOTES[delimiter].test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @returns one line with its line end */
export function delimitedLine(
  cells: readonly Cell[],
  delimiter: Delimiter = ',',
  guardFormulas = false,
): string {
  let line = '';
  for (let index = 0; index < cells.length; index++)
    line += (index === 0 ? '' : delimiter) + delimitedCell(cells[index], delimiter, guardFormulas);
  // A line that is empty would be read as no line at all.
  return `${line === '' ? '""' : line}\n`;
}

/** @returns the lines of a table, the first with the names of the columns */
export function* delimitedLines(
  table: ResultsTable,
  delimiter: Delimiter,
  { guardFormulas }: WriteOptions,
): Generator<string> {
  const names = table.columns.map(({ name }) => name);
  yield delimitedLine(names, delimiter, guardFormulas);
  for (const { cells } of table.rows()) yield delimitedLine(cells, delimiter, guardFormulas);
}
