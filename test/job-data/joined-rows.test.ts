// A page of rows with their results costs what it holds, however many rows the job has.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { joinedRow, joinedRows } from '../../src/job-data/export/joined-rows.ts';
import { closeJobFile, type JobFile, openJobFile } from '../../src/job-data/job-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'joined-rows-'));
const file = openJobFile(join(folder, 'job.sqlite'));
afterAll(() => {
  closeJobFile(file);
  rmSync(folder, { recursive: true });
});

/** @returns what SQLite does for every query that `work` prepares */
function plansOf(work: (watched: JobFile) => void): string[] {
  const queries: string[] = [];
  function prepare(sql: string) {
    queries.push(sql);
    return file.prepare(sql);
  }
  const watched = new Proxy(file, {
    get(target, name) {
      if (name === 'prepare') return prepare;
      const value = Reflect.get(target, name) as unknown;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  work(watched);
  return queries.flatMap((sql) =>
    file
      .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...Array<number>(sql.split('?').length - 1).fill(1))
      .map(({ detail }) => detail),
  );
}

it.each([
  ['all rows', (watched: JobFile) => void [...joinedRows(watched, false)]],
  ['rows with a result', (watched: JobFile) => void [...joinedRows(watched, true)]],
  ['one row', (watched: JobFile) => void joinedRow(watched, 1)],
])('%s: every table is searched by its key, none is gone through or put together', (_what, work) => {
  const plans = plansOf(work);
  expect(plans.length).toBeGreaterThan(2);
  expect(plans.filter((detail) => /^(SCAN|MATERIALIZE|CO-ROUTINE|USE TEMP)/.test(detail))).toEqual([]);
});
