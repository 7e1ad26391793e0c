// XLSX: for people with a spreadsheet program. Text stands in text cells, which no program evaluates.
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type { CellValue } from 'hucre/xlsx';
import { cellText } from '../../core/cell.ts';
import type { Json } from '../../core/json.ts';
import type { Column, ResultsTable, Writer } from './results-table.ts';

/** Excel's limits of a cell, in UTF-16 units, and of a sheet (support.microsoft.com, "Excel specifications and limits"). */
const CELL_CHARS = 32_767;
const SHEET_ROWS = 1_048_576;
const CUT = '… [cut here, because a cell of a spreadsheet ends: the CSV and JSONL files have the whole text]';
/** What a reader would take for an escaped character although it is text. */
const LOOKS_ESCAPED = /_(?=x[0-9a-f]{4}_)/gi;
const NOT_IN_XML = /[\ufffe\uffff]/g;
/** Elements and attributes around a cell. */
const BYTES_PER_CELL = 60;
/** Above this a sheet is written with 64-bit sizes, which older programs do not read. */
const SMALL_SHEET_BYTES = 3_500_000_000;

export const xlsx: Writer = {
  name: 'xlsx',
  write: (table, path) => writeXlsx(table, path),
};

/** @param rowsPerSheet with the line of names; further rows go to further sheets, each with these names */
export async function writeXlsx(table: ResultsTable, path: string, rowsPerSheet = SHEET_ROWS): Promise<void> {
  // Loaded when it is needed: a worker that never writes a workbook starts in less time.
  const { writeXlsxStream } = await import('hucre/xlsx');
  const { rows, bytes } = table.extent;
  const sheetBytes = bytes + rows * table.columns.length * BYTES_PER_CELL;
  const stream = writeXlsxStream(sheetRows(table), {
    name: 'Results',
    maxRowsPerSheet: rowsPerSheet,
    zip64: sheetBytes > SMALL_SHEET_BYTES,
  });
  await pipeline(
    Readable.fromWeb(stream as ReadableStream<Uint8Array>),
    createWriteStream(path, { mode: 0o600, flush: true }),
  );
}

function* sheetRows({ columns, rows }: ResultsTable): Generator<CellValue[]> {
  yield columns.map(({ name }) => textCell(name));
  for (const { cells } of rows()) yield columns.map((column, index) => sheetCell(column, cells[index]));
}

function sheetCell({ type }: Column, cell: Json | undefined): CellValue {
  if (cell === null || cell === undefined || cell === '') return null;
  return type === 'text' ? textCell(cellText(cell)) : Number(cell);
}

function textCell(text: string): string {
  const end = CELL_CHARS - CUT.length;
  const half = /[\ud800-\udbff]/.test(text.charAt(end - 1)) ? 1 : 0;
  const shown = text.length <= CELL_CHARS ? text : text.slice(0, end - half) + CUT;
  return shown.replace(LOOKS_ESCAPED, '_x005F_').replace(NOT_IN_XML, '\ufffd');
}
