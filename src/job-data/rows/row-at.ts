// Single rows of a job's file: as people name them, by number, and spread over those that are sent.
import type { RowRef } from '../../core/result/row-ref.ts';
import type { LinesAround } from '../../ports/row-report.ts';
import type { JobFile } from '../job-file.ts';
import type { StoredRow } from './stored-rows.ts';

interface RowColumns {
  seq: number;
  line: number;
  cells: string;
}

const toStored = ({ seq, line, cells }: RowColumns): StoredRow => ({ seq, line, json: Buffer.from(cells) });

/** @returns the row of this number, or null */
export function rowAt(file: JobFile, seq: number): StoredRow | null {
  const row = file.prepare<[number], RowColumns>('SELECT seq, line, cells FROM row WHERE seq = ?').get(seq);
  return row === undefined ? null : toStored(row);
}

/** @returns the row that a person means, and how many there are on its line; null when there is none */
export function rowNamed(file: JobFile, ref: RowRef): { row: StoredRow; onLine: number } | null {
  const [where, wanted, nth] =
    'file' in ref ? ["json_extract(cells, '$[0]')", ref.file, 1] : ['line', ref.line, ref.nth];
  const row = file
    .prepare<[string | number, number], RowColumns>(
      `SELECT seq, line, cells FROM row WHERE ${where} = ? ORDER BY seq LIMIT 1 OFFSET ?`,
    )
    .get(wanted, Math.max(0, nth - 1));
  if (row === undefined || nth < 1) return null;
  const count = file.prepare<[number], { n: number }>('SELECT count(*) AS n FROM row WHERE line = ?');
  return { row: toStored(row), onLine: count.get(row.line)?.n ?? 1 };
}

/** @returns the lines of the first and the last row, and of the last one that begins before this line; null without rows */
export function linesAround(file: JobFile, line: number): LinesAround | null {
  const found = file
    .prepare<[number], { first: number | null; last: number | null; before: number | null }>(
      'SELECT min(line) AS first, max(line) AS last, max(iif(line < ?, line, NULL)) AS before FROM row',
    )
    .get(line);
  if (found === undefined || found.first === null || found.last === null) return null;
  return { first: found.first, last: found.last, before: found.before };
}

/**
 * Spreads places over all rows: first, last and between.
 * @param wanted how many places
 * @returns for each place the rows that are sent, from there on to the end and then back to the beginning
 */
export function* rowsToTry(file: JobFile, wanted: number): Generator<Iterable<StoredRow>> {
  const last = file.prepare<[], { seq: number | null }>('SELECT max(seq) AS seq FROM row').get()?.seq ?? 0;
  for (let index = 0; index < wanted; index++) {
    const place = wanted === 1 ? 1 : 1 + Math.round((index * (last - 1)) / (wanted - 1));
    yield sentAround(file, place);
  }
}

const IS_SENT = 'seq NOT IN (SELECT seq FROM skipped) AND seq NOT IN (SELECT seq FROM same_as)';

function* sentAround(file: JobFile, place: number): Generator<StoredRow> {
  const [on, back] = [
    `SELECT seq, line, cells FROM row WHERE seq >= ? AND ${IS_SENT} ORDER BY seq LIMIT 1`,
    `SELECT seq, line, cells FROM row WHERE seq <= ? AND ${IS_SENT} ORDER BY seq DESC LIMIT 1`,
  ].map((sql) => file.prepare<[number], RowColumns>(sql));
  for (let row = on?.get(place); row !== undefined; row = on?.get(row.seq + 1)) yield toStored(row);
  for (let row = back?.get(place - 1); row !== undefined; row = back?.get(row.seq - 1)) yield toStored(row);
}
