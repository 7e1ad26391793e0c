// A SQLite file: one table or one SELECT, values as they are, and a sentence when it is unclear which.
import { describe, expect, it } from 'vitest';
import { databaseOf } from './database.ts';
import { readFile, refusal } from './fixture.ts';

const ITEMS = databaseOf(`
  CREATE TABLE items (id INTEGER PRIMARY KEY, content TEXT, price REAL);
  INSERT INTO items VALUES (1, 'a mug', 2.5), (2, 'line
end', NULL);
  CREATE VIEW dear AS SELECT * FROM items WHERE price > 2;
`);
const TWO = databaseOf(`
  CREATE TABLE "my items" (id); CREATE TABLE notes (text); CREATE VIRTUAL TABLE found USING fts5(text);
  INSERT INTO notes VALUES ('x');
`);

describe('a SQLite database', () => {
  it('gives the rows of its only table, whatever it is called', async () => {
    const { table, rows, problems } = await readFile('data.csv', ITEMS);
    expect(table).toMatchObject({ format: 'sqlite', readyMade: false, columns: ['id', 'content', 'price'] });
    expect(rows).toEqual([
      { line: 1, cells: [1, 'a mug', 2.5] },
      { line: 2, cells: [2, 'line\nend', null] },
    ]);
    expect([problems, table.notes]).toEqual([[], []]);
  });

  it.each([
    ['ITEMS', [1, 2]],
    ['SELECT id FROM items WHERE price IS NULL', [2]],
    ['  select id from dear;', [1]],
    ['WITH x(n) AS (SELECT 7) SELECT n FROM x', [7]],
    ['VALUES (3), (4)', [3, 4]],
  ])('gives what is wanted: %s', async (query, first) => {
    const { rows } = await readFile('data.sqlite', ITEMS, { query });
    expect(rows.map(({ cells }) => cells[0])).toEqual(first);
  });

  it('keeps every digit, takes text out of bytes, and leaves other bytes out with a note', async () => {
    const bytes = databaseOf(
      `CREATE TABLE t (a, b, c);
       INSERT INTO t VALUES (9007199254740993, CAST('grüß' AS BLOB), x'ff00'), (-5, '', 9e999), (x'0001', 1.0, 'z')`,
    );
    const { table, rows } = await readFile('t.db', bytes);
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['9007199254740993', 'grüß', null],
      [-5, '', 'Infinity'],
      [null, 1, 'z'],
    ]);
    expect(table.notes).toEqual([
      'The column c holds bytes that are no text; such cells are left empty.',
      'The column a holds bytes that are no text; such cells are left empty.',
    ]);
  });

  it('is read in pages, in order', async () => {
    const bytes = databaseOf(
      `CREATE TABLE n (x); WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 1234)
       INSERT INTO n SELECT x FROM c`,
    );
    const { rows, pageSizes } = await readFile('n.sqlite', bytes);
    expect(pageSizes).toEqual([500, 500, 234]);
    expect(rows.map(({ line, cells }) => line === cells[0])).not.toContain(false);
  });

  it('of a program that writes ahead says what may be missing', async () => {
    const bytes = databaseOf('PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1)');
    const { table, rows } = await readFile('t.sqlite', bytes);
    expect(rows).toHaveLength(1);
    expect(table.notes.join()).toContain('-wal');
  });

  it.each([
    [TWO, null, 'several-tables', 'my items, notes', '--table "my items"'],
    [TWO, 'nots', 'no-such-table', 'no table “nots”', 'my items, notes'],
    [TWO, 'found', 'no-real-table', 'found is a table without rows of its own', '--query'],
    [ITEMS, 'dear', 'no-real-table', 'dear is a view', 'SELECT * FROM dear'],
    [ITEMS, 'SELECT nme FROM items', 'query', 'no such column: nme', 'Mend it'],
    [ITEMS, 'SELECT 1; DROP TABLE items', 'not-one-select', 'Only one SELECT', 'second'],
    [ITEMS, 'WITH x AS (SELECT 1) DELETE FROM items', 'not-one-select', 'Only one SELECT', 'else'],
    [ITEMS, 'SELECT id, id FROM items', 'duplicate-columns', 'more than once', 'Rename'],
    [ITEMS, "SELECT load_extension('x')", 'query', 'not authorized', 'Mend it'],
    [databaseOf('PRAGMA user_version = 1'), null, 'no-tables', 'no tables', 'Drop one'],
    [databaseOf('CREATE VIEW v AS SELECT 1 AS a'), null, 'no-real-table', 'v is a view', '--query'],
    ['a,b\n1,2\n', null, 'not-sqlite', 'no SQLite database', 'Leave the format out'],
  ] as const)('is refused in words: %#', async (content, query, code, says, next) => {
    expect(await refusal('data.sqlite', content, { query, format: 'sqlite' })).toMatchObject({
      code,
      message: expect.stringContaining(says),
      next: expect.stringContaining(next),
    });
  });

  it('is no text', async () => {
    expect((await refusal('a.sqlite', ITEMS, { format: 'csv' })).message).toContain('is binary');
  });
});
