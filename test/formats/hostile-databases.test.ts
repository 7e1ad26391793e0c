// Databases that were made to do harm, or broken on the way: each ends in rows or a sentence, and leaves nothing behind.
import { readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { readStart } from '../../src/formats/detect/refuse-non-text.ts';
import { createSqliteReader } from '../../src/formats/read/read-sqlite.ts';
import { databaseOf } from './database.ts';
import { withFile } from './fixture.ts';

const LIMITS = { openMs: 25_000, pageMs: 3000, rows: 20_000, chars: 50_000_000, memoryMb: 150 };
const reader = createSqliteReader(LIMITS);

const SOUND = databaseOf(`
  CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT); CREATE INDEX by_x ON t (x);
  WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 800)
  INSERT INTO t SELECT n, hex(randomblob(40)) FROM c;
`);
const ENDLESS = 'WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT';

/** Numbers that are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function spoilt(seed: number): Buffer {
  const random = seeded(seed);
  const bytes = Buffer.from(SOUND);
  for (let count = 0; count < 60; count++)
    bytes[100 + Math.floor(random() * (bytes.length - 100))] = Math.floor(random() * 256);
  return bytes;
}

function headerWith(at: number, value: number): Buffer {
  const bytes = Buffer.from(SOUND);
  bytes[at] = value;
  return bytes;
}

const view = (select: string) => databaseOf(`CREATE TABLE t (x); CREATE VIEW v AS ${select}`);

/** What it is, its bytes, what is asked of it, and how that ends; null where chance decides. */
const HOSTILE: [string, Buffer, string | null, string | string[] | null][] = [
  ...Array.from({ length: 22 }, (_, seed): [string, Buffer, null, null] => [
    `spoilt pages ${seed}`,
    spoilt(seed),
    null,
    null,
  ]),
  ...[16, 17, 99, 100, 101, 512, 1000, 4095, 4096, 4097, 8192, SOUND.length - 1].map(
    (length): [string, Buffer, null, null] => [
      `cut after ${length} bytes`,
      SOUND.subarray(0, length),
      null,
      null,
    ],
  ),
  [
    'the header alone and noise',
    Buffer.concat([SOUND.subarray(0, 100), Buffer.alloc(40_000, 7)]),
    null,
    'database-damaged',
  ],
  ['a page size of 0', headerWith(16, 0), null, 'database-damaged'],
  ['a WAL header without -wal', headerWith(18, 2), null, 'rows'],
  [
    'a WAL header to read and write',
    databaseOf('PRAGMA journal_mode = WAL; CREATE TABLE t (x)'),
    null,
    'rows',
  ],
  ['an unknown file format', headerWith(19, 9), null, 'database-damaged'],
  ['a free list that leads nowhere', headerWith(35, 200), null, 'database-damaged'],
  ['another encoding', headerWith(59, 3), null, 'database-damaged'],
  [
    'an endless view that counts',
    view(`${ENDLESS} count(*) AS n FROM c`),
    'SELECT * FROM v',
    'database-too-hard',
  ],
  ['an endless view that gives rows', view(`${ENDLESS} n FROM c`), 'SELECT * FROM v', 'database-too-large'],
  [
    'an endless view that sorts',
    view(`${ENDLESS} n FROM c ORDER BY -n`),
    'SELECT * FROM v',
    'database-too-hard',
  ],
  [
    'an endless view that never matches',
    view(`${ENDLESS} n FROM c WHERE n < 0`),
    'SELECT * FROM v',
    'database-too-hard',
  ],
  ['an endless query', SOUND, `${ENDLESS} n FROM c WHERE n < 0`, 'database-too-hard'],
  [
    'a join that explodes',
    SOUND,
    'SELECT count(*) FROM t a, t b, t c, t d WHERE a.x || b.x = c.x || d.x',
    'database-too-hard',
  ],
  ['a view that loads code', view("SELECT load_extension('/tmp/x.so') AS a"), 'SELECT * FROM v', 'query'],
  ['a query that loads code', SOUND, "SELECT load_extension('/tmp/x.so')", 'query'],
  [
    'a view over itself',
    databaseOf('CREATE VIEW a AS SELECT * FROM b; CREATE VIEW b AS SELECT * FROM a'),
    'SELECT * FROM a',
    'query',
  ],
  ['ATTACH', SOUND, "ATTACH '/tmp/claude-batches-attached.sqlite' AS other", 'no-such-table'],
  [
    'a second statement',
    SOUND,
    "SELECT 1; ATTACH '/tmp/claude-batches-attached.sqlite' AS other",
    'not-one-select',
  ],
  ['VACUUM INTO', SOUND, "VACUUM INTO '/tmp/claude-batches-attached.sqlite'", 'no-such-table'],
  ['a writing PRAGMA', SOUND, 'PRAGMA journal_mode = WAL', 'no-such-table'],
  ['a DELETE that gives rows', SOUND, 'WITH x AS (SELECT 1) DELETE FROM t RETURNING id', 'not-one-select'],
  ['a huge blob out of nothing', SOUND, 'SELECT zeroblob(900000000)', 'query'],
  // Killed for its memory, or too long for a string before that: whichever is noticed first.
  [
    'huge text out of nothing',
    SOUND,
    "SELECT hex(zeroblob(300000000)) || 'x'",
    ['database-too-hard', 'query'],
  ],
  ['many long cells', SOUND, 'SELECT hex(randomblob(3000000)) FROM t', 'database-too-large'],
  [
    'a trigger that loads code',
    databaseOf(
      "CREATE TABLE t (x); CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT load_extension('x'); END",
    ),
    null,
    'rows',
  ],
  [
    'a generated column',
    databaseOf('CREATE TABLE t (x, y AS (hex(zeroblob(x)))); INSERT INTO t VALUES (200000000)'),
    null,
    'database-too-hard',
  ],
  [
    'a default that is a function',
    databaseOf('CREATE TABLE t (x DEFAULT (randomblob(10))); INSERT INTO t DEFAULT VALUES'),
    null,
    'rows',
  ],
  ['a virtual table', databaseOf('CREATE VIRTUAL TABLE f USING fts5(x)'), 'f', 'no-real-table'],
  [
    'a table of 900 columns',
    databaseOf(`CREATE TABLE t (${Array.from({ length: 900 }, (_, n) => `c${n}`).join()})`),
    null,
    'too-many-columns',
  ],
  ['a query of great depth', SOUND, `SELECT ${'('.repeat(5000)}1${')'.repeat(5000)}`, 'query'],
  [
    'a pattern that backtracks',
    SOUND,
    `SELECT count(*) FROM t a, t b WHERE (a.x || b.x) LIKE '${'%0_'.repeat(300)}'`,
    null,
  ],
];

it('are at least sixty', () => expect(HOSTILE.length).toBeGreaterThanOrEqual(60));

it.each(HOSTILE)('%s', { timeout: 60_000 }, async (_, bytes, wanted, ends) => {
  await withFile('source', bytes, async (path) => {
    let ended = 'rows';
    try {
      const source = { path, name: 'source', start: await readStart(path), text: null };
      const table = await reader.open(source, { format: null, split: null, sheet: null, query: wanted });
      for await (const page of table.pages) expect(page.rows.length).toBeLessThanOrEqual(500);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      expect(error.message + error.next).not.toMatch(/undefined|null|SQLITE_/);
      ended = error.code;
    }
    if (ends !== null) expect([ends].flat()).toContain(ended);
    expect(await readdir(dirname(path))).toEqual(['source']);
    expect((await stat(path)).size).toBe(bytes.length);
  });
  expect((await readdir(tmpdir())).filter((name) => name.startsWith('claude-batches-attached'))).toEqual([]);
  expect(await stat(join(tmpdir(), 'x.so')).catch(() => null)).toBeNull();
});
