// The results of a job as a table that every writer of results files understands.
import { statSync } from 'node:fs';
import type { Json, JsonObject } from '../../core/json.ts';
import type { ResultsTable, TableRecord } from '../../formats/write/results-table.ts';
import { uniqueNames } from '../../formats/write/unique-names.ts';
import type { ExportInput } from '../../ports/job-data.ts';
import type { JobFile } from '../job-file.ts';
import { countRows, tableFacts } from '../rows/rows.ts';
import { chosenColumns } from './chosen-columns.ts';
import { failedTable } from './failed-table.ts';
import { forReading } from './for-reading.ts';
import { joinedTable } from './joined-table.ts';
import { summaryLines } from './summary-lines.ts';
import type { TableParts } from './table-parts.ts';

/** @returns the table that the input asks for; nothing is read before its rows are */
export function resultsTable(file: JobFile, input: ExportInput): ResultsTable {
  const facts = tableFacts(file);
  const whole = input.only === 'failed' ? failedTable(file, facts, input) : joinedTable(file, facts, input);
  const parts = partsOf(whole, input);
  return {
    ...parts,
    title: input.title,
    summary: () => summaryLines(file, { answerFields: input.answerFields }),
    records: parts.records ?? (() => recordsOf(parts)),
    extent: { rows: countRows(file), bytes: statSync(file.name).size },
  };
}

function partsOf(whole: TableParts, { columns, format, answerFields }: ExportInput): TableParts {
  if (columns !== null) return chosenColumns(whole, indexesOf(whole, columns));
  return format === 'md' ? forReading(whole, answerFields.length) : whole;
}

/** Ours before the source's where both have a name: whoever asks for `response` means the answer. */
function indexesOf({ columns }: TableParts, names: readonly string[]): number[] {
  return names.map((name) => {
    const alike = columns.flatMap((column, index) => (column.name === name ? [index] : []));
    const ours = alike.find((index) => columns[index]?.isSource === false);
    const found = ours ?? alike[0];
    if (found === undefined) throw new Error(`There is no column ${name}.`);
    return found;
  });
}

function* recordsOf({ columns, rows }: TableParts): Generator<TableRecord> {
  const names = uniqueNames(columns);
  for (const { id, cells } of rows()) {
    const value: JsonObject = {};
    columns.forEach(({ type }, index) => {
      value[names[index] ?? ''] = type === 'text' ? (cells[index] ?? null) : numberOf(cells[index]);
    });
    yield { id, value };
  }
}

function numberOf(cell: Json | undefined): number | null {
  return cell === null || cell === undefined ? null : Number(cell);
}
