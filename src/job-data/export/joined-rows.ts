// Rows with their results, in the rows' order.
import type { ResultStatus } from '../../core/result/tally.ts';
import type { JobFile } from '../job-file.ts';

/** A row with its result; result columns are null when none came back. */
export interface JoinedRow {
  seq: number;
  cells: string;
  /** The row whose result it has, because both gave the same request; what that one cost is not counted again. */
  as_seq: number | null;
  status: ResultStatus | null;
  response: string | null;
  stop_reason: string | null;
  model: string | null;
  input_tokens: number | null;
  output_tokens: number | null;
  usage: string | null;
  shape: number | null;
  cost_micros: number | null;
  error_type: string | null;
  error: string | null;
  attempt: number | null;
}

const PAGE_ROWS = 250;

/** @returns one row, also one that was not sent; null when there is none of this number */
export function joinedRow(file: JobFile, seq: number): JoinedRow | null {
  return file.prepare<[number], JoinedRow>(`${select(true)} WHERE row.seq = ?`).get(seq) ?? null;
}

/** @param isOuter true for rows without a result, too */
function select(isOuter: boolean): string {
  return `SELECT row.seq, cells, as_seq, status, response, stop_reason, model,
       ${once('input_tokens')}, ${once('output_tokens')}, ${once('cost_micros')},
       iif(as_seq IS NULL, usage, NULL) AS usage, iif(as_seq IS NULL, shape, NULL) AS shape,
       error_type, error, attempt
     FROM row LEFT JOIN same_as ON same_as.seq = row.seq
       ${isOuter ? 'LEFT JOIN' : 'JOIN'} result ON result.seq = coalesce(as_seq, row.seq)`;
}

/** @param isPartial true for only those that have a result @returns every row that was sent */
export function* joinedRows(file: JobFile, isPartial: boolean): Generator<JoinedRow> {
  file.exec('PRAGMA cache_size = -65536');
  const page = file.prepare<[number, number], JoinedRow>(
    `${select(!isPartial)}
     WHERE row.seq > ? AND row.seq NOT IN (SELECT seq FROM skipped) ORDER BY row.seq LIMIT ?`,
  );
  let after = 0;
  for (;;) {
    const rows = page.all(after, PAGE_ROWS);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.seq;
  }
}

/** An amount of a result that several rows share: it is the first one's, and 0 for the others. */
function once(column: string): string {
  return `iif(as_seq IS NULL OR status IS NULL, ${column}, 0) AS ${column}`;
}
