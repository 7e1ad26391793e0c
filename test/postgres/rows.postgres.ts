// Rows out of PostgreSQL: in pages, as they stood at one moment, to the digit; and failures in words.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserError } from '../../src/core/errors.ts';
import type { NamedSource } from '../../src/core/source/named-source.ts';
import { openSource } from '../../src/databases/open-source.ts';
import { openPostgres } from '../../src/databases/postgres-rows.ts';
import type { Row } from '../../src/formats/reader.ts';
import { type PostgresServer, startPostgres } from './server.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
  await server.run(`
    CREATE TABLE items AS SELECT n AS id, 'item ' || n AS name FROM generate_series(1, 2500) n;
    CREATE TABLE kinds (a bigint, b numeric, c timestamptz, d jsonb, e bytea, f text[], g boolean, h float8);
    INSERT INTO kinds VALUES
      (9007199254740993, 1.10, '2026-01-02 03:04:05Z', '{"x": [1]}', '\\x6869', '{a,b}', true, 1.5),
      (7, 12345678901234567890.5, NULL, '"t"', '\\x00ff', '{}', false, 'Infinity');
    CREATE SEQUENCE numbers;
    CREATE ROLE guest LOGIN PASSWORD 'guest-password';
    ALTER DATABASE postgres SET timezone = 'UTC'`);
});
afterAll(() => server?.[Symbol.asyncDispose]());

function source(query: string, location = server.url): NamedSource {
  return { name: 'shop', kind: 'postgres', location, channels: [], query, resultsTable: null };
}

async function read(query: string): Promise<{ columns: string[]; notes: string[]; rows: Row[] }> {
  const table = await openSource(source(query));
  const rows: Row[] = [];
  for await (const page of table.pages) rows.push(...page.rows);
  return { columns: table.columns, notes: table.notes, rows };
}

async function failure(query: string, location?: string): Promise<UserError> {
  try {
    const table = await openSource(source(query, location));
    for await (const _page of table.pages);
  } catch (error) {
    return error as UserError;
  }
  throw new Error('It was read without an error.');
}

describe('rows of PostgreSQL', () => {
  it('come whole and in order, page by page', async () => {
    const { columns, rows } = await read('SELECT id, name FROM items ORDER BY id;');
    expect(columns).toEqual(['id', 'name']);
    expect(rows).toHaveLength(2500);
    expect(rows.filter(({ line, cells }) => cells[0] !== line || cells[1] !== `item ${line}`)).toEqual([]);
  });

  it('stand as they did when reading began', async () => {
    const table = await openSource(source('SELECT id FROM items ORDER BY id'));
    await server.run('UPDATE items SET id = -id WHERE id > 1500');
    let count = 0;
    for await (const page of table.pages)
      for (const { cells } of page.rows) if (Number(cells[0]) > 0) count += 1;
    await server.run('UPDATE items SET id = abs(id)');
    expect(count).toBe(2500);
  });

  it('keep every digit, and give bytes only where they are text', async () => {
    const { rows, notes } = await read('SELECT * FROM kinds ORDER BY a DESC');
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['9007199254740993', '1.10', '2026-01-02 03:04:05+00', { x: [1] }, 'hi', '{a,b}', true, 1.5],
      [7, '12345678901234567890.5', null, 't', null, '{}', false, 'Infinity'],
    ]);
    expect(notes).toEqual(['The column e holds bytes; those that are no text are left empty.']);
  });

  it('of no query are a table without rows', async () => {
    expect(await read('SELECT id FROM items WHERE false')).toMatchObject({ columns: ['id'], rows: [] });
  });

  it('leave no connection behind, read to the end or not', async () => {
    await read('SELECT id FROM items');
    const table = await openSource(source('SELECT id FROM items'));
    for await (const _page of table.pages) break;
    await failure('SELECT nothing');
    const left = await server.run(
      "SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'claude-batches-for-slack'",
    );
    expect(left).toEqual([{ n: 0 }]);
  });

  it.each([
    ['SELECT nothing FROM items', 'does not take what it was set up with (42703)'],
    ['SELEC 1', 'does not take what it was set up with (42601)'],
    [
      'WITH gone AS (DELETE FROM items RETURNING id) SELECT * FROM gone',
      'does not take what it was set up with (0A000)',
    ],
    ["SELECT nextval('s') FROM (SELECT 1) x", 'does not take what it was set up with (42P01)'],
    ["SELECT nextval('numbers')", 'would be changed by the query that it was set up with'],
    ['SELECT 1 / (id - 2400) FROM items ORDER BY id', 'gave an error (22012)'],
  ])('that cannot be read are told in words: %s', async (query, says) => {
    const error = await failure(query);
    expect(error).toMatchObject({ code: 'database', message: `The database shop ${says}.` });
    expect(error.next).not.toBe('');
  });

  it('that take too long are ended, at their beginning and in the middle', async () => {
    const says = 'The database shop took too long to answer.';
    await expect(openPostgres(source('SELECT pg_sleep(600)'), 200)).rejects.toMatchObject({ message: says });
    const table = await openPostgres(
      source('SELECT id, CASE WHEN id > 2400 THEN pg_sleep(600) END FROM items ORDER BY id'),
      2000,
    );
    const reading = (async () => {
      for await (const _page of table.pages);
    })();
    await expect(reading).rejects.toMatchObject({ message: says });
  });

  it('behind a wrong password, name, port or right are told without any of them', async () => {
    const cases: [string, string][] = [
      [server.url.replace(/:[^:@]+@/, ':wrong-password@'), 'does not accept the user or password'],
      [
        server.url.replace('/postgres', '/nowhere').replace('/nowhere:', '/postgres:'),
        'is not on its server',
      ],
      [server.url.replace(/:\d+\//, ':9/'), 'cannot be reached at the moment'],
      [server.url.replace('127.0.0.1', 'no-such-host.invalid'), 'cannot be reached at the moment'],
      [server.url.replace(/bot:[^@]+@/, 'guest:guest-password@'), 'does not allow this'],
    ];
    for (const [location, says] of cases) {
      const error = await failure('SELECT * FROM items', location);
      expect(error.message).toBe(`The database shop ${says}.`);
      expect(error.message + error.next).not.toMatch(/127\.0\.0\.1|-password|guest|nowhere|postgres/);
    }
  });
});
