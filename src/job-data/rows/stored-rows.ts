// Rows read back in order, a page at a time, their cells as the bytes of JSON that they are stored as.
import type { Json } from '../../core/json.ts';
import type { JobFile } from '../job-file.ts';
import { tableFacts } from './rows.ts';

export interface StoredRow {
  seq: number;
  line: number;
  /** The cells as a JSON array; valid as long as it is held. */
  json: Buffer;
}

/** @returns the cells of a row */
export function cellsOf({ json }: StoredRow): Json[] {
  return JSON.parse(json.toString('utf8')) as Json[];
}

/** Rows per read: paging, because a long iteration locks the connection; as one value, because that is many times faster. */
const PAGE_ROWS = 1000;
/** Fewer where rows are long. */
const PAGE_CHARS = 32_000_000;
const [NEWLINE, SPACE, ZERO] = [0x0a, 0x20, 0x30];

/** Rows as 'seq line cells', one below the other: JSON holds no line end. */
const ONE_VALUE = "CAST(group_concat(seq || ' ' || line || ' ' || cells, char(10)) AS BLOB) AS page";

/** Reads all rows in order. */
export function allRows(file: JobFile): Generator<StoredRow> {
  const select = file.prepare<[number, number], { page: Buffer | null }>(
    `SELECT ${ONE_VALUE} FROM (SELECT seq, line, cells FROM row WHERE seq > ? ORDER BY seq LIMIT ?)`,
  );
  const limit = pageRows(file);
  return rowsOf((after) => select.get(after, limit)?.page ?? null, 0);
}

/** Reads the rows between two numbers in order, without those that the attempt does not send. */
export function sentRows(
  file: JobFile,
  attempt: number,
  { firstSeq, lastSeq }: { firstSeq: number; lastSeq: number },
): Generator<StoredRow> {
  const limit = pageRows(file);
  if (attempt > 1) {
    const select = file.prepare<[number, number, number, number], { page: Buffer | null }>(
      `SELECT ${ONE_VALUE} FROM (SELECT seq, line, cells FROM row JOIN attempt_row USING (seq)
         WHERE attempt = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?)`,
    );
    return rowsOf((after) => select.get(attempt, after, lastSeq, limit)?.page ?? null, firstSeq - 1);
  }
  const select = file.prepare<[number, number, number], { page: Buffer | null }>(
    `SELECT ${ONE_VALUE} FROM (SELECT seq, line, cells FROM row
       WHERE seq > ? AND seq <= ? AND seq NOT IN (SELECT seq FROM skipped) AND seq NOT IN (SELECT seq FROM same_as)
       ORDER BY seq LIMIT ?)`,
  );
  return rowsOf((after) => select.get(after, lastSeq, limit)?.page ?? null, firstSeq - 1);
}

function pageRows(file: JobFile): number {
  const longest = Math.max(1, tableFacts(file).longestRow);
  return Math.min(PAGE_ROWS, Math.max(1, Math.floor(PAGE_CHARS / longest)));
}

function* rowsOf(read: (after: number) => Buffer | null, start: number): Generator<StoredRow> {
  let last = start;
  for (let page = read(last); page !== null; page = read(last)) {
    for (let at = 0; at < page.length; ) {
      let seq = 0;
      for (; page[at] !== SPACE; at++) seq = seq * 10 + (page[at] ?? 0) - ZERO;
      let line = 0;
      for (at += 1; page[at] !== SPACE; at++) line = line * 10 + (page[at] ?? 0) - ZERO;
      const found = page.indexOf(NEWLINE, at + 1);
      const end = found < 0 ? page.length : found;
      if (seq <= last) throw new Error('Rows were not read in their order.');
      last = seq;
      yield { seq, line, json: page.subarray(at + 1, end) };
      at = end + 1;
    }
  }
}
