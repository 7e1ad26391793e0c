// Rows joined with their results: the table of most results files.
import { answerCells, answerColumns, answerObject, misfitOf } from '../../core/answer/answer.ts';
import type { AnswerField } from '../../core/answer/answer-fields.ts';
import { cellText } from '../../core/cell.ts';
import { columnIndex } from '../../core/draft/template.ts';
import type { Json } from '../../core/json.ts';
import { dollarsForFile } from '../../core/money/pricing.ts';
import { numberedId } from '../../core/request/request.ts';
import { RESULT_COLUMNS, SAME_AS } from '../../core/result/result-columns.ts';
import { outcomeKind } from '../../core/result/retry.ts';
import type { Column, TableRecord, TableRow } from '../../formats/write/results-table.ts';
import type { ExportInput } from '../../ports/job-data.ts';
import type { JobFile } from '../job-file.ts';
import { createUsageReader } from '../result/shapes.ts';
import { sourceColumns, type TableFacts } from '../rows/rows.ts';
import { type JoinedRow, joinedRows } from './joined-rows.ts';
import type { TableParts } from './table-parts.ts';

const MISSING = 'No result came back for this request.';
const NUMBERS: Record<string, Column['type']> = {
  input_tokens: 'integer',
  output_tokens: 'integer',
  cost_usd: 'decimal',
  attempt: 'integer',
};

const FIELD_TYPES: Record<AnswerField['type'], Column['type']> = {
  text: 'text',
  number: 'decimal',
  integer: 'integer',
  boolean: 'text',
  choice: 'text',
  list: 'text',
};

type Wanted = Pick<ExportInput, 'jobId' | 'idColumn' | 'answerFields' | 'isPartial' | 'only'>;

/** @returns the source's columns, one for each field of the answers, then ours; as records everything that is known of each request */
export function joinedTable(file: JobFile, facts: TableFacts, wanted: Wanted): TableParts {
  const source = sourceColumns(facts);
  const columns: Column[] = [
    ...source.map((name) => ({ name, type: 'text' as const, isSource: true })),
    ...answerColumns(wanted.answerFields, [...source, ...RESULT_COLUMNS]).map((name, index) => ({
      name,
      type: FIELD_TYPES[wanted.answerFields[index]?.type ?? 'text'],
      isSource: false,
    })),
    ...RESULT_COLUMNS.map((name) => ({ name, type: NUMBERS[name] ?? 'text', isSource: false })),
    ...(hasCopies(file) ? [{ name: SAME_AS, type: 'text' as const, isSource: false }] : []),
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
  const { answerFields } = wanted;
  const sameAs = createSameAsOf(file, idOf);
  for (const row of wantedRows(file, wanted)) {
    const cells = JSON.parse(row.cells) as Json[];
    const id = idOf(row.seq, cells);
    const { status, error } = outcomeOf(row, wanted);
    // Missing cells of short rows, and those of ready-made requests, whose params stay out.
    while (cells.length < width) cells.push(null);
    cells.length = width;
    if (answerFields.length > 0) cells.push(...answerCells(answerFields, row.response));
    cells.push(
      id,
      status,
      row.response,
      row.stop_reason,
      row.input_tokens,
      row.output_tokens,
      row.cost_micros === null ? null : dollarsForFile(row.cost_micros),
      errorText(error),
      row.attempt,
    );
    if (sameAs !== null) cells.push(sameAs(row));
    yield { id, cells };
  }
}

function* recordsOf(file: JobFile, facts: TableFacts, wanted: Wanted): Generator<TableRecord> {
  const { columns, readyMade } = facts;
  const { answerFields } = wanted;
  const idOf = createIdOf(facts, wanted);
  const usageOf = createUsageReader(file);
  const sameAs = createSameAsOf(file, idOf);
  for (const row of wantedRows(file, wanted)) {
    const cells = JSON.parse(row.cells) as Json[];
    const source = Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? null]));
    const id = idOf(row.seq, cells);
    const { status, error } = outcomeOf(row, wanted);
    const value = {
      custom_id: id,
      status,
      response: row.response,
      ...(answerFields.length === 0 ? {} : { answer: answerObject(answerFields, row.response) }),
      error,
      stop_reason: row.stop_reason,
      model: row.model,
      usage: usageOf(row),
      attempt: row.attempt,
      ...(sameAs === null ? {} : { [SAME_AS]: sameAs(row) }),
      source: readyMade ? (cells[1] ?? null) : source,
    };
    yield { id, value };
  }
}

function* wantedRows(file: JobFile, wanted: Wanted): Generator<JoinedRow> {
  const rows = joinedRows(file, wanted.isPartial);
  if (wanted.only === null) yield* rows;
  else for (const row of rows) if (kindOfRow(row, wanted) === wanted.only) yield row;
}

/** @returns how a row came out; a sent one without a result counts as errored */
export function kindOfRow(row: JoinedRow, { answerFields }: Pick<Wanted, 'answerFields'>) {
  const { status, stop_reason: stopReason, response, error_type: errorType, error } = row;
  if (status === null) return outcomeKind(null);
  const isMisfit = misfitOf(answerFields, { status, stopReason, response }) !== null;
  return outcomeKind({ status, stopReason, errorType, error, isMisfit });
}

function hasCopies(file: JobFile): boolean {
  return file.prepare('SELECT 1 FROM same_as LIMIT 1').get() !== undefined;
}

/** @returns the custom_id of the request whose result a row has, or null for its own; null when every row was sent */
function createSameAsOf(file: JobFile, idOf: (seq: number, cells: readonly Json[]) => string) {
  if (!hasCopies(file)) return null;
  const select = file.prepare<[number], { cells: string }>('SELECT cells FROM row WHERE seq = ?');
  return ({ as_seq: first }: JoinedRow): string | null =>
    first === null ? null : idOf(first, JSON.parse(select.get(first)?.cells ?? '[]') as Json[]);
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

export interface Shown {
  status: string;
  error: { type: string | null; message: string | null } | null;
}

/** @returns how a row came out, in the words of the files: those of the API, and two of ours */
export function outcomeOf(row: JoinedRow, { answerFields }: Pick<Wanted, 'answerFields'>): Shown {
  const { status, stop_reason: stopReason, response, error_type: type, error: message } = row;
  if (status === null) return { status: 'errored', error: { type: 'missing', message: MISSING } };
  const misfit = misfitOf(answerFields, { status, stopReason, response });
  if (misfit !== null) return { status: 'misfit', error: { type: 'misfit', message: misfit } };
  return { status, error: type === null && message === null ? null : { type, message } };
}

/** @returns an error as a text; null without one */
export function errorText(error: Shown['error']): string | null {
  if (error === null) return null;
  return error.type === 'missing' ? error.message : [error.type, error.message].filter(Boolean).join(': ');
}
