// Task: the first rows that have an answer, small enough to be shown in a conversation.
import { cellText } from '../../core/cell.ts';
import type { Json } from '../../core/json.ts';
import type { FirstRows, FirstRowsInput } from '../../ports/job-data.ts';
import type { JobFile } from '../job-file.ts';
import { tableFacts } from '../rows/rows.ts';
import { joinedTable } from './joined-table.ts';

/** Of the source's columns; with the answer that is as many as a phone shows side by side. */
const SOURCE_COLUMNS = 2;
/** Of the fields of the answers. */
const FIELD_COLUMNS = 4;
/** More of a cell is never shown. */
const CELL_CHARS = 1000;

/** @param wanted.rows the most that are returned */
export function firstRows(file: JobFile, wanted: FirstRowsInput): FirstRows {
  const table = joinedTable(file, tableFacts(file), { ...wanted, isPartial: true, only: null });
  const source = table.columns.flatMap(({ isSource }, index) => (isSource ? [index] : []));
  const ours = (name: string) => table.columns.findIndex((one) => one.name === name && !one.isSource);
  const answer = ours('response');
  const fields = table.columns
    .flatMap((_, index) => (index >= source.length ? [index] : []))
    .slice(0, wanted.answerFields.length);
  const answers = fields.length === 0 ? [answer] : fields.slice(0, FIELD_COLUMNS);
  const known = source.slice(0, SOURCE_COLUMNS);
  const shown = [...(known.length === 0 ? [ours('custom_id')] : known), ...answers];
  const rows: string[][] = [];
  for (const { cells } of table.rows()) {
    if (rows.length === wanted.rows) break;
    if (cells[answer] !== null) rows.push(shown.map((index) => cut(cells[index])));
  }
  return { columns: shown.map((index) => table.columns[index]?.name ?? ''), rows };
}

function cut(cell: Json | undefined): string {
  return cellText(cell).slice(0, CELL_CHARS);
}
