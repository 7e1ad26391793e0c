// Results in a table: new rows, rows written anew, and a break in between that doing it again heals.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NamedSource } from '../../src/core/source/named-source.ts';
import { writeResults } from '../../src/databases/write-results.ts';
import { openSqliteFile } from '../../src/sqlite-file.ts';
import { brokenAfter, recordsOf } from './records.ts';

const JOB = { id: 'abcdefghij', number: 42 };
let folder: string;
let source: NamedSource;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'results-table-'));
  source = {
    name: 'reviews',
    kind: 'sqlite',
    location: join(folder, 'reviews.sqlite'),
    channels: [],
    query: null,
    resultsTable: 'batch_results',
  };
});
afterEach(() => rmSync(folder, { recursive: true }));

function ask(sql: string): unknown[] {
  const file = openSqliteFile(source.location);
  try {
    return file.prepare(sql).all();
  } finally {
    file.close();
  }
}

describe('results in a table', () => {
  it('are one row for each request, and the same after doing it again', async () => {
    expect(await writeResults(source, JOB, recordsOf(2500))).toEqual({ written: 2500, updated: 0 });
    expect(await writeResults(source, JOB, recordsOf(2500))).toEqual({ written: 0, updated: 2500 });
    expect(ask('SELECT count(*) AS n, count(DISTINCT custom_id) AS ids FROM batch_results')).toEqual([
      { n: 2500, ids: 2500 },
    ]);
    expect(ask("SELECT * FROM batch_results WHERE custom_id = 'abcdefghij-7'")).toEqual([
      {
        job: 'abcdefghij',
        job_number: 42,
        custom_id: 'abcdefghij-7',
        status: 'succeeded',
        response: "Answer 7: \0 it's “fine”",
        stop_reason: 'end_turn',
        model: 'claude-haiku-5-5',
        input_tokens: 7,
        output_tokens: 14,
        cost_usd: 0.000035,
        error: null,
        attempt: 1,
      },
    ]);
  });

  it('take what another attempt brought, and leave other jobs alone', async () => {
    await writeResults(source, { id: 'other', number: 1 }, recordsOf(3));
    await writeResults(source, JOB, recordsOf(3));
    const [first] = recordsOf(1);
    const again = first === undefined ? [] : [{ ...first, status: 'errored', response: null, attempt: 2 }];
    expect(await writeResults(source, JOB, again)).toEqual({ written: 0, updated: 1 });
    expect(
      ask("SELECT job, status, attempt FROM batch_results WHERE custom_id = 'abcdefghij-1' ORDER BY job"),
    ).toEqual([
      { job: 'abcdefghij', status: 'errored', attempt: 2 },
      { job: 'other', status: 'succeeded', attempt: 1 },
    ]);
  });

  it('stay whole when the writing breaks off, and are completed by doing it again', async () => {
    await expect(writeResults(source, JOB, brokenAfter(2300))).rejects.toMatchObject({ code: 'database' });
    expect(ask('SELECT count(*) AS n FROM batch_results')).toEqual([{ n: 2000 }]);
    expect(await writeResults(source, JOB, recordsOf(2500))).toEqual({ written: 500, updated: 2000 });
  });

  it('are refused by a table of another shape and by a file that is none, in words', async () => {
    const file = openSqliteFile(source.location);
    file.exec('CREATE TABLE batch_results (x)');
    file.close();
    await expect(writeResults(source, JOB, recordsOf(1))).rejects.toMatchObject({
      message: 'The database reviews does not take what it was set up with (SQLITE_ERROR).',
    });
    source.location = folder;
    await expect(writeResults(source, JOB, recordsOf(1))).rejects.toMatchObject({
      message: 'The database reviews cannot be reached at the moment.',
    });
  });
});
