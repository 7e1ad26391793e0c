// Rows in a job's file: written as they are read, read back in order a page at a time.
import type { Json } from '../core/json.ts';
import { addProblem, noProblems, type ProblemList } from '../core/problem.ts';
import type { Table } from '../formats/reader.ts';
import { type JobFile, readMeta, writeMeta } from './job-file.ts';

export interface StoredRow {
  seq: number;
  line: number;
  cells: Json[];
}

/** Rows per read: paging, because a long iteration locks the connection. */
const PAGE_ROWS = 1000;

/**
 * Writes every row of a table into the file, replacing what stood there.
 * @returns how many rows were stored and what was wrong with the others
 */
export async function storeRows(
  file: JobFile,
  table: Table,
): Promise<{ rows: number; problems: ProblemList }> {
  file.exec('DELETE FROM row; DELETE FROM skipped; DELETE FROM request_id; DELETE FROM result;');
  const insert = file.prepare('INSERT INTO row (seq, line, cells) VALUES (?, ?, ?)');
  const problems = noProblems();
  let seq = 0;
  for await (const page of table.pages) {
    file.transaction(() => {
      for (const row of page.rows) insert.run(++seq, row.line, JSON.stringify(row.cells));
    })();
    for (const problem of page.problems) addProblem(problems, problem);
  }
  const facts: TableFacts = { columns: table.columns, readyMade: table.readyMade, problems };
  writeMeta(file, 'table', JSON.stringify(facts));
  return { rows: seq, problems };
}

/** What the file remembers of its source beside the rows. */
export interface TableFacts {
  columns: string[];
  readyMade: boolean;
  /** Lines that could not be read as rows. */
  problems: ProblemList;
}

/** @returns the columns of a results table; ready-made requests are none: their custom_id is ours, their params stay out. */
export function sourceColumns({ readyMade, columns }: TableFacts): string[] {
  return readyMade ? [] : columns;
}

/** @returns what was stored with the rows; an empty table for a watched message batch, which has no source. */
export function tableFacts(file: JobFile): TableFacts {
  const stored = readMeta(file, 'table');
  return stored === null
    ? { columns: [], readyMade: false, problems: noProblems() }
    : (JSON.parse(stored) as TableFacts);
}

/** Reads the rows between two numbers in order, without those that the attempt does not send. */
export function* sentRows(
  file: JobFile,
  attempt: number,
  { firstSeq, lastSeq }: { firstSeq: number; lastSeq: number },
): Generator<StoredRow> {
  if (attempt > 1) {
    const select = file.prepare<[number, number, number, number], RawRow>(
      `SELECT seq, line, cells FROM row JOIN attempt_row USING (seq)
       WHERE attempt = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?`,
    );
    yield* pages((after) => select.all(attempt, after, lastSeq, PAGE_ROWS), firstSeq - 1);
    return;
  }
  const select = file.prepare<[number, number, number], RawRow>(
    `SELECT seq, line, cells FROM row
     WHERE seq > ? AND seq <= ? AND seq NOT IN (SELECT seq FROM skipped) ORDER BY seq LIMIT ?`,
  );
  yield* pages((after) => select.all(after, lastSeq, PAGE_ROWS), firstSeq - 1);
}

interface RawRow {
  seq: number;
  line: number;
  cells: string;
}

/** Reads all rows in order. */
export function* allRows(file: JobFile): Generator<StoredRow> {
  const select = file.prepare<[number, number], RawRow>(
    'SELECT seq, line, cells FROM row WHERE seq > ? ORDER BY seq LIMIT ?',
  );
  yield* pages((after) => select.all(after, PAGE_ROWS), 0);
}

function* pages(read: (after: number) => RawRow[], start: number): Generator<StoredRow> {
  let after = start;
  for (;;) {
    const page = read(after);
    for (const row of page) yield { seq: row.seq, line: row.line, cells: JSON.parse(row.cells) as Json[] };
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.seq;
  }
}

/** @returns how many rows the file holds. */
export function countRows(file: JobFile): number {
  return file.prepare<[], { n: number }>('SELECT count(*) AS n FROM row').get()?.n ?? 0;
}
