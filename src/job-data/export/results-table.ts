// The results of a job as a table that every writer of results files understands.
import { statSync } from 'node:fs';
import type { Json, JsonObject } from '../../core/json.ts';
import type { Column, ResultsTable, TableRecord } from '../../formats/write/results-table.ts';
import { uniqueNames } from '../../formats/write/unique-names.ts';
import type { ExportInput } from '../../ports/job-data.ts';
import type { JobFile } from '../job-file.ts';
import { countRows, tableFacts } from '../rows/rows.ts';
import { failedTable } from './failed-table.ts';
import { joinedTable } from './joined-table.ts';
import { summaryLines } from './summary-lines.ts';
import type { TableParts } from './table-parts.ts';

/** What an answer is read with when nobody chose columns. */
const FOR_READING = ['response', 'error'];

/** @returns the table that the input asks for; nothing is read before its rows are */
export function resultsTable(file: JobFile, input: ExportInput): ResultsTable {
  const facts = tableFacts(file);
  const whole = input.only === 'failed' ? failedTable(file, facts, input) : joinedTable(file, facts, input);
  const names = input.columns ?? (input.format === 'md' ? namesForReading(whole) : null);
  const parts = names === null ? whole : chosenColumns(whole, names);
  return {
    ...parts,
    title: input.title,
    summary: () => summaryLines(file, { answerFields: input.answerFields }),
    records: parts.records ?? (() => recordsOf(parts)),
    extent: { rows: countRows(file), bytes: statSync(file.name).size },
  };
}

function namesForReading({ columns, headingIndex }: TableParts): string[] | null {
  const kept = columns.filter(({ name, isSource }) => !isSource && FOR_READING.includes(name));
  if (kept.length === 0) return null;
  const heading = headingIndex === null ? [] : [columns[headingIndex]?.name ?? ''];
  return [...heading, ...kept.map(({ name }) => name)];
}

/** Ours before the source's where both have a name: whoever asks for `response` means the answer. */
function chosenColumns({ columns, headingIndex, rows }: TableParts, names: readonly string[]): TableParts {
  const chosen = names.map((name) => {
    const alike = columns.flatMap((column, index) => (column.name === name ? [index] : []));
    const ours = alike.find((index) => columns[index]?.isSource === false);
    const found = ours ?? alike[0];
    if (found === undefined) throw new Error(`There is no column ${name}.`);
    return found;
  });
  const heading = headingIndex === null ? -1 : chosen.indexOf(headingIndex);
  return {
    columns: chosen.map((index) => columns[index] as Column),
    headingIndex: heading < 0 ? null : heading,
    *rows() {
      for (const { id, cells } of rows()) yield { id, cells: chosen.map((index) => cells[index] ?? null) };
    },
    records: null,
  };
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
