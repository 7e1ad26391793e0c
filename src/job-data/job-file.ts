// One SQLite file per job: its rows, what is wrong with them, and their results. Only worker processes open it.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { openSqliteFile, type SqliteFile } from '../sqlite-file.ts';

export type JobFile = SqliteFile;

/**
 * Large pages keep a row of some hundred bytes on one page. One task at a time uses a file, so nobody reads while another
 * writes, and with a rollback journal what is appended is written once instead of twice. Measured with 100,000 rows.
 */
const PRAGMAS = [
  'page_size = 16384',
  'journal_mode = DELETE',
  'synchronous = FULL',
  'foreign_keys = ON',
  'busy_timeout = 5000',
];

const RESULT_FIELDS = `
    status TEXT NOT NULL,
    response TEXT,
    stop_reason TEXT,
    model TEXT,
    input_tokens INTEGER,
    output_tokens INTEGER,
    usage TEXT,
    cost_micros INTEGER,
    error_type TEXT,
    error TEXT,
    attempt INTEGER NOT NULL DEFAULT 1`;

const SCHEMA = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE row (seq INTEGER PRIMARY KEY, line INTEGER NOT NULL, cells TEXT NOT NULL);
  -- Rows that are not sent under the settings of the last check.
  CREATE TABLE skipped (seq INTEGER PRIMARY KEY, code TEXT NOT NULL, text TEXT NOT NULL);
  -- Only for custom_ids that come from the file; numbered ones are derived from seq.
  CREATE TABLE request_id (custom_id TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
  -- Appended in the order of arrival: that is many times cheaper than writing in row order.
  CREATE TABLE result (
    n INTEGER PRIMARY KEY,
    seq INTEGER NOT NULL UNIQUE,${RESULT_FIELDS}
  );
  -- Results of other attempts than the one that counts for the row: paid for, so kept.
  CREATE TABLE other_result (seq INTEGER NOT NULL,${RESULT_FIELDS}, UNIQUE (seq, attempt));
  -- The rows of each attempt after the first, which has them all.
  CREATE TABLE attempt_row (attempt INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (attempt, seq)) WITHOUT ROWID;
`;

/** From an empty file to how it is now; a file has as many of them as its user_version says. */
const STEPS = [
  SCHEMA,
  // A usage object with its two numbers at 0, for all results that differ in these alone: it was a quarter of their bytes.
  `
  CREATE TABLE usage_shape (id INTEGER PRIMARY KEY, json TEXT NOT NULL);
  ALTER TABLE result ADD COLUMN usage_shape INTEGER;
  ALTER TABLE other_result ADD COLUMN usage_shape INTEGER;
`,
  // What most results have in common moves from each of them to their shape: six values to store instead of thirteen.
  `
  ALTER TABLE usage_shape RENAME TO shape;
  ALTER TABLE shape RENAME COLUMN json TO usage;
  ALTER TABLE shape ADD COLUMN status TEXT;
  ALTER TABLE shape ADD COLUMN stop_reason TEXT;
  ALTER TABLE shape ADD COLUMN model TEXT;
  ALTER TABLE shape ADD COLUMN attempt INTEGER;
  ALTER TABLE other_result RENAME COLUMN usage_shape TO shape;
  CREATE TABLE stored_result (
    n INTEGER PRIMARY KEY,
    seq INTEGER NOT NULL UNIQUE,
    shape INTEGER,
    response TEXT,
    input_tokens INTEGER,
    output_tokens INTEGER,
    cost_micros INTEGER,
    -- From here on null where the shape has it.
    status TEXT,
    stop_reason TEXT,
    model TEXT,
    usage TEXT,
    error_type TEXT,
    error TEXT,
    attempt INTEGER
  );
  INSERT INTO stored_result
    SELECT n, seq, usage_shape, response, input_tokens, output_tokens, cost_micros, status, stop_reason, model, usage,
      error_type, error, attempt FROM result;
  DROP TABLE result;
  -- Results whole, to be read.
  CREATE VIEW result AS
    SELECT n, seq, coalesce(own.status, shape.status) AS status, response,
      coalesce(own.stop_reason, shape.stop_reason) AS stop_reason, coalesce(own.model, shape.model) AS model,
      input_tokens, output_tokens, own.usage, own.shape, cost_micros, error_type, error,
      coalesce(own.attempt, shape.attempt) AS attempt
    FROM stored_result AS own LEFT JOIN shape ON shape.id = own.shape;
`,
  // Whole answers without the fields that were asked for. A table of its own: jobs without fields pay nothing for it.
  `
  CREATE TABLE misfit (
    seq INTEGER NOT NULL, attempt INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (seq, attempt)
  ) WITHOUT ROWID;
`,
  // Files that rows send along: what is known of each, why it cannot be sent, and its bytes as they were dropped.
  `
  CREATE TABLE attachment (seq INTEGER PRIMARY KEY, media TEXT, problem TEXT, bytes BLOB);
`,
  // Rows that are not sent, because an earlier one gives the same request: its result counts for them, too.
  'CREATE TABLE same_as (seq INTEGER PRIMARY KEY, as_seq INTEGER NOT NULL)',
  // Documents that go with rows of a table, and how many rows each goes with.
  `
  CREATE TABLE document (
    n INTEGER PRIMARY KEY, name TEXT NOT NULL, text TEXT NOT NULL, media TEXT, problem TEXT, bytes BLOB,
    sha256 TEXT, uses INTEGER NOT NULL DEFAULT 0
  );
`,
  // The same view without a join inside: as the right side of one it would be put together anew for every page of rows.
  `
  DROP VIEW result;
  CREATE VIEW result AS
    SELECT n, seq, coalesce(status, (SELECT status FROM shape WHERE id = own.shape)) AS status, response,
      coalesce(stop_reason, (SELECT stop_reason FROM shape WHERE id = own.shape)) AS stop_reason,
      coalesce(model, (SELECT model FROM shape WHERE id = own.shape)) AS model,
      input_tokens, output_tokens, usage, shape, cost_micros, error_type, error,
      coalesce(attempt, (SELECT attempt FROM shape WHERE id = own.shape)) AS attempt
    FROM stored_result AS own;
`,
];

/**
 * Opens a job's file, making it when it is not there.
 * @param path where the file is or shall be
 */
export function openJobFile(path: string): JobFile {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSqliteFile(path);
  try {
    for (const pragma of PRAGMAS) file.exec(`PRAGMA ${pragma}`);
    if (version(file) < STEPS.length) bringUpToDate(file);
  } catch (error) {
    // A disk that is full for an hour must not use up the handles of the process.
    file.close();
    throw error;
  }
  return file;
}

function bringUpToDate(file: JobFile): void {
  file.transaction(() => {
    for (const step of STEPS.slice(version(file))) file.exec(step);
    file.exec(`PRAGMA user_version = ${STEPS.length}`);
  })();
}

function version(file: JobFile): number {
  return file.prepare<[], { user_version: number }>('PRAGMA user_version').get()?.user_version ?? 0;
}

/** Closes it; what was committed survives a power cut. */
export function closeJobFile(file: JobFile): void {
  file.close();
}

/** @returns a value stored beside the rows, or null. */
export function readMeta(file: JobFile, name: string): string | null {
  const row = file.prepare<[string], { value: string }>('SELECT value FROM meta WHERE name = ?').get(name);
  return row?.value ?? null;
}

/** Stores a value beside the rows. */
export function writeMeta(file: JobFile, name: string, value: string): void {
  file
    .prepare(
      'INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    )
    .run(name, value);
}
