// Results into a table of the operator's database: again is harmless, and a break in between is healed by it.
import { UserError } from '../core/errors.ts';
import type { NamedSource } from '../core/source/named-source.ts';
import { databaseFailure } from './failure.ts';
import { openSession, type Session, type SqlValue } from './session.ts';

/** One request with what came of it. */
export interface ResultRecord {
  custom_id: string;
  status: string;
  response: string | null;
  stop_reason: string | null;
  model: string | null;
  input_tokens: number | null;
  output_tokens: number | null;
  /** Dollars as a decimal text. */
  cost_usd: string | null;
  error: string | null;
  attempt: number | null;
}

/** What the table is made of when it is not there: types that both databases know. */
const COLUMNS: Record<keyof ResultRecord, string> = {
  custom_id: 'TEXT NOT NULL',
  status: 'TEXT NOT NULL',
  response: 'TEXT',
  stop_reason: 'TEXT',
  model: 'TEXT',
  input_tokens: 'BIGINT',
  output_tokens: 'BIGINT',
  cost_usd: 'NUMERIC',
  error: 'TEXT',
  attempt: 'INTEGER',
};
const NAMES = Object.keys(COLUMNS) as (keyof ResultRecord)[];

/** Rows of one statement, which is one transaction: 12 values each, where SQLite takes 32,766 and PostgreSQL 65,535. */
const ROWS = 1000;

/**
 * Writes every record into the source's results table, one row for each job and custom_id.
 * @param job its key, and the number that people call it by
 * @returns how many rows are new, and how many were there and were written anew
 * @throws UserError when the database does not take them; those written before stay
 */
export async function writeResults(
  source: NamedSource,
  job: { id: string; number: number },
  records: Iterable<ResultRecord>,
): Promise<{ written: number; updated: number }> {
  if (source.resultsTable === null) throw new Error(`No results table is set up for ${source.name}.`);
  const table = source.resultsTable.split('.').map(quoted).join('.');
  let session: Session | null = null;
  try {
    session = await openSession(source);
    await session.run(createTable(table), []);
    const before = await countOf(session, table, job.id);
    let total = 0;
    for (const page of pagesOf(records)) {
      const values = page.flatMap((record): SqlValue[] => [
        job.id,
        job.number,
        ...NAMES.map((name) => record[name]),
      ]);
      await session.run(upsert(session, table, page.length), values);
      total += page.length;
    }
    const written = (await countOf(session, table, job.id)) - before;
    return { written, updated: total - written };
  } catch (error) {
    throw error instanceof UserError ? error : databaseFailure(source.name, error);
  } finally {
    await session?.close();
  }
}

function quoted(name: string): string {
  return `"${name}"`;
}

function createTable(table: string): string {
  const columns = NAMES.map((name) => `${name} ${COLUMNS[name]}`).join(', ');
  return `CREATE TABLE IF NOT EXISTS ${table} (job TEXT NOT NULL, job_number INTEGER NOT NULL, ${columns}, PRIMARY KEY (job, custom_id))`;
}

function upsert({ placeholder }: Session, table: string, rows: number): string {
  const columns = ['job', 'job_number', ...NAMES];
  const tuple = (row: number) =>
    `(${columns.map((_, index) => placeholder(row * columns.length + index + 1)).join(', ')})`;
  const tuples = Array.from({ length: rows }, (_, row) => tuple(row)).join(', ');
  const changes = columns
    .filter((name) => name !== 'job' && name !== 'custom_id')
    .map((name) => `${name} = excluded.${name}`);
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${tuples}
    ON CONFLICT (job, custom_id) DO UPDATE SET ${changes.join(', ')}`;
}

function countOf(session: Session, table: string, jobId: string): Promise<number> {
  return session.count(`SELECT count(*) AS n FROM ${table} WHERE job = ${session.placeholder(1)}`, [jobId]);
}

function* pagesOf(records: Iterable<ResultRecord>): Generator<ResultRecord[]> {
  let page: ResultRecord[] = [];
  for (const record of records) {
    if (page.push(record) < ROWS) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
