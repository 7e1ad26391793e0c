// One row with its result, as a line of a results file.
import { answerCells, answerColumns, answerObject, misfitOf } from '../core/answer.ts';
import { cellText } from '../core/cell.ts';
import type { Json } from '../core/json.ts';
import { dollarsForFile } from '../core/pricing.ts';
import { numberedId } from '../core/request.ts';
import { columnIndex } from '../core/template.ts';
import { RESULT_COLUMNS } from '../formats/write/results-columns.ts';
import { csvLine } from '../formats/write/write-csv.ts';
import { jsonlLine } from '../formats/write/write-jsonl.ts';
import type { ExportInput } from '../ports/job-data.ts';
import type { JobFile } from './job-file.ts';
import { type JoinedRow, joinedRows } from './joined-rows.ts';
import { sourceColumns, type TableFacts } from './rows.ts';
import { createUsageReader } from './shapes.ts';

const MISSING = 'No result came back for this request.';

/** @returns the lines of a CSV: the source's columns, then ours */
export function* csvLines(file: JobFile, facts: TableFacts, input: ExportInput): Generator<string> {
  const columns = sourceColumns(facts);
  const fields = input.answerFields;
  const idOf = customIdOf(facts, input);
  yield csvLine([...columns, ...answerColumns(fields, [...columns, ...RESULT_COLUMNS]), ...RESULT_COLUMNS]);
  for (const row of joinedRows(file, input.isPartial)) {
    const cells = JSON.parse(row.cells) as Json[];
    const { status, error } = outcomeOf(row, input);
    yield csvLine([
      ...columns.map((_, index) => cellText(cells[index])),
      ...(fields.length === 0 ? [] : answerCells(fields, row.response)),
      idOf(row.seq, cells),
      status,
      row.response,
      row.stop_reason,
      row.input_tokens,
      row.output_tokens,
      row.cost_micros === null ? null : dollarsForFile(row.cost_micros),
      errorText(error),
      row.attempt,
    ]);
  }
}

/** @returns the lines of a JSONL: everything that is known of each request */
export function* jsonlLines(file: JobFile, facts: TableFacts, input: ExportInput): Generator<string> {
  const { columns, readyMade } = facts;
  const fields = input.answerFields;
  const idOf = customIdOf(facts, input);
  const usageOf = createUsageReader(file);
  for (const row of joinedRows(file, input.isPartial)) {
    const cells = JSON.parse(row.cells) as Json[];
    const source = Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? null]));
    const { status, error } = outcomeOf(row, input);
    yield jsonlLine({
      custom_id: idOf(row.seq, cells),
      status,
      response: row.response,
      ...(fields.length === 0 ? {} : { answer: answerObject(fields, row.response) }),
      error,
      stop_reason: row.stop_reason,
      model: row.model,
      usage: usageOf(row),
      attempt: row.attempt,
      source: readyMade ? (cells[1] ?? null) : source,
    });
  }
}

function customIdOf({ readyMade, columns }: TableFacts, { jobId, idColumn }: ExportInput) {
  const index = readyMade ? 0 : idColumn === null ? -1 : columnIndex(columns, idColumn);
  return (seq: number, cells: Json[]) => (index < 0 ? numberedId(jobId, seq) : cellText(cells[index]));
}

type Shown = { status: string; error: { type: string | null; message: string | null } | null };

function errorText(error: Shown['error']): string | null {
  if (error === null || error.type === 'missing') return error?.message ?? null;
  return [error.type, error.message].filter(Boolean).join(': ');
}

/** How a row came out, in the words of the files: those of the API, and two of ours. */
function outcomeOf(row: JoinedRow, { answerFields }: ExportInput): Shown {
  const { status, stop_reason: stopReason, response, error_type: type, error: message } = row;
  if (status === null) return { status: 'errored', error: { type: 'missing', message: MISSING } };
  const misfit = misfitOf(answerFields, { status, stopReason, response });
  if (misfit !== null) return { status: 'misfit', error: { type: 'misfit', message: misfit } };
  return { status, error: type === null && message === null ? null : { type, message } };
}
