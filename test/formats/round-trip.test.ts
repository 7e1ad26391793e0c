// What is written in a format and read again by the bot is the same rows: for every format that is both.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cellText } from '../../src/core/cell.ts';
import { defaultSettings } from '../../src/core/draft/settings.ts';
import type { Json } from '../../src/core/json.ts';
import { RESULTS_FORMATS } from '../../src/core/result/results-file.ts';
import { openTable, readers } from '../../src/formats/index.ts';
import { writers } from '../../src/formats/write/index.ts';
import type { ResultsTable } from '../../src/formats/write/results-table.ts';
import { withFile } from './fixture.ts';

const COLUMNS = ['name', 'note', 'empty'];
const ROWS = [
  ['Ann', 'plain', ''],
  ['Bö', 'comma, "quote", semicolon; bar | tab\t.', ''],
  ['日本', 'two\nlines', ''],
  ['007', ' spaces around ', ''],
  ['𝄞', '{{not}} a <b>template</b> & more', ''],
];

const TABLE: ResultsTable = {
  title: 'round trip',
  summary: () => [],
  columns: COLUMNS.map((name) => ({ name, type: 'text', isSource: true })),
  headingIndex: 0,
  rows: () => ROWS.map((cells, index) => ({ id: `id-${index}`, cells })),
  records: () =>
    ROWS.map((cells, index) => ({
      id: `id-${index}`,
      value: Object.fromEntries(COLUMNS.map((name, at) => [name, cells[at] ?? ''])) as {
        [key: string]: Json;
      },
    })),
  extent: { rows: ROWS.length, bytes: 1000 },
};

/** What is read by the reader of another name, and what is for people and not read back as rows. */
const READ_AS: Record<string, string | null> = { tsv: 'csv', md: null };
const FORMATS = RESULTS_FORMATS.filter((format) => READ_AS[format] !== null);

it('is tried with every format that is written and read', () => {
  const read = new Set(readers.map(({ name }) => String(name)));
  expect(FORMATS.every((format) => read.has(READ_AS[format] ?? format))).toBe(true);
  expect(FORMATS).toHaveLength(6);
});

it.each(FORMATS)('%s', { timeout: 30_000 }, async (format) => {
  await withFile('rows', '', async (path) => {
    const file = join(path, '..', `written.${format}`);
    await writers[format].write(TABLE, file, { guardFormulas: true });
    const table = await openTable(file, `written.${format}`, defaultSettings(''));
    const rows: string[][] = [];
    for await (const page of table.pages) {
      expect(page.problems).toEqual([]);
      // SQLite and JSON have columns of their own: found by name.
      for (const { cells } of page.rows)
        rows.push(COLUMNS.map((name) => cellText(cells[table.columns.indexOf(name)])));
    }
    expect(table.format).toBe(READ_AS[format] ?? format);
    expect(rows).toEqual(ROWS);
  });
});
