// Rows joined with their results: the table of most results files.
import { cellText } from '../core/cell.ts';
import type { Json } from '../core/json.ts';
import { dollarsForFile } from '../core/pricing.ts';
import { numberedId } from '../core/request.ts';
import { RESULT_COLUMNS } from '../core/result-columns.ts';
import { outcomeKind } from '../core/retry.ts';
import { columnIndex } from '../core/template.ts';
import type { Column, TableRecord, TableRow } from '../formats/write/results-table.ts';
import type { ExportInput } from '../ports/job-data.ts';
import type { JobFile } from './job-file.ts';
import { type JoinedRow, joinedRows } from './joined-rows.ts';
import { sourceColumns, type TableFacts } from './rows.ts';
import type { TableParts } from './table-parts.ts';
import { createUsageReader } from './usage-shapes.ts';

const MISSING = 'No result came back for this request.';
const NUMBERS: Record<string, Column['type']> = {
  input_tokens: 'integer',
  output_tokens: 'integer',
  cost_usd: 'decimal',
  attempt: 'integer',
};

type Wanted = Pick<ExportInput, 'jobId' | 'idColumn' | 'isPartial' | 'only'>;

/** @returns the source's columns, then ours; as records everything that is known of each request */
export function joinedTable(file: JobFile, facts: TableFacts, wanted: Wanted): TableParts {
  const source = sourceColumns(facts);
  const columns: Column[] = [
    ...source.map((name) => ({ name, type: 'text' as const, isSource: true })),
    ...RESULT_COLUMNS.map((name) => ({ name, type: NUMBERS[name] ?? 'text', isSource: false })),
  ];
  const isNumbered = wanted.idColumn === null && source.length > 0;
  return {
    columns,
    headingIndex: isNumbered ? 0 : null,
    rows: () => rowsOf(file, facts, wanted),
    records: () => recordsOf(file, facts, wanted),
  };
}

function* rowsOf(file: JobFile, facts: TableFacts, wanted: Wanted): Generator<TableRow> {
  const idOf = createIdOf(facts, wanted);
  const width = sourceColumns(facts).length;
  for (const row of wantedRows(file, wanted)) {
    const cells = JSON.parse(row.cells) as Json[];
    const id = idOf(row.seq, cells);
    // Missing cells of short rows, and those of ready-made requests, whose params stay out.
    while (cells.length < width) cells.push(null);
    cells.length = width;
    cells.push(
      id,
      row.status ?? 'errored',
      row.response,
      row.stop_reason,
      row.input_tokens,
      row.output_tokens,
      row.cost_micros === null ? null : dollarsForFile(row.cost_micros),
      row.status === null ? MISSING : [row.error_type, row.error].filter(Boolean).join(': '),
      row.attempt,
    );
    yield { id, cells };
  }
}

function* recordsOf(file: JobFile, facts: TableFacts, wanted: Wanted): Generator<TableRecord> {
  const { columns, readyMade } = facts;
  const idOf = createIdOf(facts, wanted);
  const usageOf = createUsageReader(file);
  for (const row of wantedRows(file, wanted)) {
    const cells = JSON.parse(row.cells) as Json[];
    const source = Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? null]));
    const id = idOf(row.seq, cells);
    const value = {
      custom_id: id,
      status: row.status ?? 'errored',
      response: row.response,
      error: row.status === null ? { type: 'missing', message: MISSING } : errorOf(row),
      stop_reason: row.stop_reason,
      model: row.model,
      usage: usageOf(row),
      attempt: row.attempt,
      source: readyMade ? (cells[1] ?? null) : source,
    };
    yield { id, value };
  }
}

function* wantedRows(file: JobFile, { isPartial, only }: Wanted): Generator<JoinedRow> {
  if (only === null) yield* joinedRows(file, isPartial);
  else for (const row of joinedRows(file, isPartial)) if (kindOfRow(row) === only) yield row;
}

function kindOfRow({ status, stop_reason, error_type, error }: JoinedRow) {
  return outcomeKind(
    status === null ? null : { status, stopReason: stop_reason, errorType: error_type, error },
  );
}

/** @returns a function that gives the custom_id of a row that was sent */
export function createIdOf(
  { readyMade, columns }: TableFacts,
  { jobId, idColumn }: Pick<Wanted, 'jobId' | 'idColumn'>,
) {
  const index = readyMade ? 0 : idColumn === null ? -1 : columnIndex(columns, idColumn);
  return (seq: number, cells: readonly Json[]) =>
    index < 0 ? numberedId(jobId, seq) : cellText(cells[index]);
}

function errorOf(row: JoinedRow): Json {
  return row.error_type === null && row.error === null ? null : { type: row.error_type, message: row.error };
}
