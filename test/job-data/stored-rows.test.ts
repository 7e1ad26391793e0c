// Rows come back as they were stored, in order, however many and however long they are.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../src/core/json.ts';
import { noProblems } from '../../src/core/source/problem.ts';
import type { Table } from '../../src/formats/reader.ts';
import { closeJobFile, type JobFile, openJobFile, writeMeta } from '../../src/job-data/job-file.ts';
import { storeRows } from '../../src/job-data/rows/rows.ts';
import { allRows, cellsOf, sentRows } from '../../src/job-data/rows/stored-rows.ts';

let folder: string;
let file: JobFile;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'claude-batches-rows-'));
  file = openJobFile(join(folder, 'job.sqlite'));
});

afterEach(() => {
  closeJobFile(file);
  rmSync(folder, { recursive: true, force: true });
});

function tableOf(rows: Json[][]): Table {
  async function* pages() {
    yield { rows: rows.map((cells, index) => ({ line: index + 2, cells })), problems: [] };
  }
  return {
    format: 'csv',
    split: null,
    readyMade: false,
    columns: ['a', 'b'],
    notes: [],
    pages: pages(),
  };
}

describe('stored rows', () => {
  it('come back over several pages', async () => {
    const rows = Array.from({ length: 2501 }, (_, index) => [`row ${index}\nsecond "line"`, null]);
    await storeRows(file, tableOf(rows));
    const read = [...allRows(file)];
    expect(read.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1));
    expect(read.map(({ line }) => line)).toEqual(rows.map((_, index) => index + 2));
    expect(read.map(cellsOf)).toEqual(rows);
  });

  it('that are long are read a few at a time', async () => {
    const long = 'x'.repeat(9_000_000);
    await storeRows(
      file,
      tableOf([
        [long, 1],
        ['short', 2],
        [long, 3],
        [long, 4],
        [long, 5],
      ]),
    );
    const sizes = [...allRows(file)].map(({ json }) => json.buffer.byteLength);
    expect(sizes).toHaveLength(5);
    // A page is one value in memory.
    expect(Math.max(...sizes)).toBeLessThan(33_000_000);
  });

  it('of a file that does not know its longest row are read all the same', async () => {
    await storeRows(file, tableOf([['one', null]]));
    writeMeta(
      file,
      'table',
      JSON.stringify({ columns: ['a', 'b'], readyMade: false, problems: noProblems() }),
    );
    expect([...allRows(file)].map(cellsOf)).toEqual([['one', null]]);
  });

  it('are sent without those that were skipped, and in another attempt only those that were chosen', async () => {
    await storeRows(file, tableOf(Array.from({ length: 9 }, (_, index) => [String(index + 1), null])));
    file.exec("INSERT INTO skipped (seq, code, text) VALUES (3, 'empty', ''), (8, 'empty', '')");
    const sent = [...sentRows(file, 1, { firstSeq: 2, lastSeq: 8 })];
    expect(sent.map(({ seq }) => seq)).toEqual([2, 4, 5, 6, 7]);
    file.exec('INSERT INTO attempt_row (attempt, seq) VALUES (2, 9), (2, 4)');
    const again = [...sentRows(file, 2, { firstSeq: 1, lastSeq: 9 })];
    expect(again.map(cellsOf)).toEqual([
      ['4', null],
      ['9', null],
    ]);
    expect([...sentRows(file, 3, { firstSeq: 1, lastSeq: 9 })]).toEqual([]);
  });
});
