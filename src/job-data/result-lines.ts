// One row with its result, as a line of a results file.
import { cellText } from '../core/cell.ts';
import type { Json } from '../core/json.ts';
import { dollarsForFile } from '../core/pricing.ts';
import { numberedId } from '../core/request.ts';
import { columnIndex } from '../core/template.ts';
import { RESULT_COLUMNS, SAME_AS } from '../formats/write/results-columns.ts';
import { csvLine } from '../formats/write/write-csv.ts';
import { jsonlLine } from '../formats/write/write-jsonl.ts';
import type { ExportInput } from '../ports/job-data.ts';
import type { JobFile } from './job-file.ts';
import { type JoinedRow, joinedRows } from './joined-rows.ts';
import { sourceColumns, type TableFacts } from './rows.ts';
import { createUsageReader } from './usage-shapes.ts';

const MISSING = 'No result came back for this request.';

/** @returns the lines of a CSV: the source's columns, then ours */
export function* csvLines(file: JobFile, facts: TableFacts, input: ExportInput): Generator<string> {
  const columns = sourceColumns(facts);
  const idOf = customIdOf(facts, input);
  const sameAs = sameAsOf(file, idOf);
  yield csvLine([...columns, ...RESULT_COLUMNS, ...(sameAs === null ? [] : [SAME_AS])]);
  for (const row of joinedRows(file, input.isPartial)) {
    const cells = JSON.parse(row.cells) as Json[];
    const error = row.status === null ? MISSING : [row.error_type, row.error].filter(Boolean).join(': ');
    yield csvLine([
      ...columns.map((_, index) => cellText(cells[index])),
      idOf(row.seq, cells),
      row.status ?? 'errored',
      row.response,
      row.stop_reason,
      row.input_tokens,
      row.output_tokens,
      row.cost_micros === null ? null : dollarsForFile(row.cost_micros),
      error,
      row.attempt,
      ...(sameAs === null ? [] : [sameAs(row)]),
    ]);
  }
}

/** @returns the lines of a JSONL: everything that is known of each request */
export function* jsonlLines(file: JobFile, facts: TableFacts, input: ExportInput): Generator<string> {
  const { columns, readyMade } = facts;
  const idOf = customIdOf(facts, input);
  const usageOf = createUsageReader(file);
  const sameAs = sameAsOf(file, idOf);
  for (const row of joinedRows(file, input.isPartial)) {
    const cells = JSON.parse(row.cells) as Json[];
    const source = Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? null]));
    yield jsonlLine({
      custom_id: idOf(row.seq, cells),
      status: row.status ?? 'errored',
      response: row.response,
      error: row.status === null ? { type: 'missing', message: MISSING } : errorOf(row),
      stop_reason: row.stop_reason,
      model: row.model,
      usage: usageOf(row),
      attempt: row.attempt,
      ...(sameAs === null ? {} : { [SAME_AS]: sameAs(row) }),
      source: readyMade ? (cells[1] ?? null) : source,
    });
  }
}

function customIdOf({ readyMade, columns }: TableFacts, { jobId, idColumn }: ExportInput) {
  const index = readyMade ? 0 : idColumn === null ? -1 : columnIndex(columns, idColumn);
  return (seq: number, cells: Json[]) => (index < 0 ? numberedId(jobId, seq) : cellText(cells[index]));
}

/** @returns the custom_id of the request whose result a row has, or null for its own; null when every row was sent */
function sameAsOf(file: JobFile, idOf: (seq: number, cells: Json[]) => string) {
  if (file.prepare('SELECT 1 FROM same_as LIMIT 1').get() === undefined) return null;
  const select = file.prepare<[number], { cells: string }>('SELECT cells FROM row WHERE seq = ?');
  return ({ as_seq: first }: JoinedRow): string | null =>
    first === null ? null : idOf(first, JSON.parse(select.get(first)?.cells ?? '[]') as Json[]);
}

function errorOf(row: JoinedRow): Json {
  return row.error_type === null && row.error === null ? null : { type: row.error_type, message: row.error };
}
