// Task: write the results, joined with their rows and in the rows' order, to a file.
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { cellText } from '../core/cell.ts';
import type { Json } from '../core/json.ts';
import { dollarsForFile } from '../core/pricing.ts';
import { numberedId } from '../core/request.ts';
import type { ResultStatus } from '../core/tally.ts';
import { columnIndex } from '../core/template.ts';
import { RESULT_COLUMNS } from '../formats/results-columns.ts';
import { csvLine } from '../formats/write-csv.ts';
import { jsonlLine } from '../formats/write-jsonl.ts';
import type { ExportInput } from '../ports/job-data.ts';
import type { JobFile } from './job-file.ts';
import { type TableFacts, tableFacts } from './rows.ts';

/** A row with its result; result columns are null when none came back. */
interface Joined {
  seq: number;
  cells: string;
  status: ResultStatus | null;
  response: string | null;
  stop_reason: string | null;
  model: string | null;
  input_tokens: number | null;
  output_tokens: number | null;
  usage: string | null;
  cost_micros: number | null;
  error_type: string | null;
  error: string | null;
}

const PAGE_ROWS = 250;
const WRITE_CHARS = 256 * 1024;

/** Writes the file whole or not at all. @returns its size */
export function exportResults(file: JobFile, input: ExportInput): { bytes: number } {
  mkdirSync(dirname(input.path), { recursive: true, mode: 0o700 });
  const partial = `${input.path}.part`;
  const out = openSync(partial, 'w', 0o600);
  try {
    let text = '';
    for (const line of lines(file, input)) {
      text += line;
      if (text.length < WRITE_CHARS) continue;
      writeFileSync(out, text);
      text = '';
    }
    writeFileSync(out, text);
    fsyncSync(out);
  } finally {
    closeSync(out);
  }
  renameSync(partial, input.path);
  return { bytes: statSync(input.path).size };
}

function* lines(file: JobFile, input: ExportInput): Generator<string> {
  const facts = tableFacts(file);
  const idOf = customIdOf(facts, input);
  const toLine = input.format === 'csv' ? csvRow : jsonlRow;
  if (input.format === 'csv') yield csvLine([...sourceColumns(facts), ...RESULT_COLUMNS]);
  for (const row of joined(file)) {
    const cells = JSON.parse(row.cells) as Json[];
    yield toLine(facts, idOf(row.seq, cells), cells, row);
  }
}

function* joined(file: JobFile): Generator<Joined> {
  file.exec('PRAGMA cache_size = -65536');
  const select = file.prepare<[number, number], Joined>(
    `SELECT row.seq, cells, status, response, stop_reason, model, input_tokens, output_tokens, usage, cost_micros, error_type, error
     FROM row LEFT JOIN result ON result.seq = row.seq
     WHERE row.seq > ? AND row.seq NOT IN (SELECT seq FROM skipped) ORDER BY row.seq LIMIT ?`,
  );
  let after = 0;
  for (;;) {
    const page = select.all(after, PAGE_ROWS);
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.seq;
  }
}

/** Ready-made requests are no table: their custom_id is ours and their params stay out of the CSV. */
function sourceColumns({ readyMade, columns }: TableFacts): string[] {
  return readyMade ? [] : columns;
}

function customIdOf({ readyMade, columns }: TableFacts, { jobId, idColumn }: ExportInput) {
  const index = readyMade ? 0 : idColumn === null ? -1 : columnIndex(columns, idColumn);
  return (seq: number, cells: Json[]) => (index < 0 ? numberedId(jobId, seq) : cellText(cells[index]));
}

const MISSING = 'No result came back for this request.';

function csvRow(facts: TableFacts, customId: string, cells: Json[], row: Joined): string {
  const error = row.status === null ? MISSING : [row.error_type, row.error].filter(Boolean).join(': ');
  return csvLine([
    ...sourceColumns(facts).map((_, index) => cellText(cells[index])),
    customId,
    row.status ?? 'errored',
    row.response,
    row.stop_reason,
    row.input_tokens,
    row.output_tokens,
    row.cost_micros === null ? null : dollarsForFile(row.cost_micros),
    error,
  ]);
}

function jsonlRow({ columns, readyMade }: TableFacts, customId: string, cells: Json[], row: Joined): string {
  const error = row.status === null ? { type: 'missing', message: MISSING } : errorOf(row);
  const source = Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? null]));
  return jsonlLine({
    custom_id: customId,
    status: row.status ?? 'errored',
    response: row.response,
    error,
    stop_reason: row.stop_reason,
    model: row.model,
    usage: row.usage === null ? null : (JSON.parse(row.usage) as Json),
    source: readyMade ? (cells[1] ?? null) : source,
  });
}

function errorOf(row: Joined): Json {
  return row.error_type === null && row.error === null ? null : { type: row.error_type, message: row.error };
}
