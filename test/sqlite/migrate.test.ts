// Databases of every age: new, old, half-made, newer than this version, and none at all.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Kysely, SqliteDialect } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { connect } from '../../src/sqlite/connect.ts';
import type { ControlDatabase } from '../../src/sqlite/database.ts';
import { ControlDialect } from '../../src/sqlite/dialect.ts';
import { migrate } from '../../src/sqlite/migrate.ts';
import { migrations } from '../../src/sqlite/migrations.ts';
import { openStore } from '../../src/sqlite/open.ts';
import { openSqliteFile } from '../../src/sqlite-file.ts';
import { addJob } from '../support/store-contract/samples.ts';
import { tempDatabase } from './temp-folder.ts';

async function temp(): Promise<string> {
  const { path, remove } = await tempDatabase();
  onTestFinished(remove);
  return path;
}

/** The schema of a file, and the steps it says it took. */
function contentOf(path: string): { schema: unknown[]; steps: unknown[] } {
  const file = openSqliteFile(path);
  try {
    return {
      schema: file.prepare(`select name, sql from sqlite_master where sql is not null order by name`).all(),
      steps: file.prepare('select name from kysely_migration order by name').pluck().all(),
    };
  } finally {
    file.close();
  }
}

it('an empty file gets every step, and opening it again changes nothing', async () => {
  const path = await temp();
  await (await openStore(path)).close();
  const first = contentOf(path);
  expect(first.steps).toEqual(Object.keys(migrations));
  await (await openStore(path)).close();
  expect(contentOf(path)).toEqual(first);
});

it('the steps are recorded in the order they stand in', () => {
  expect(Object.keys(migrations)).toEqual(Object.keys(migrations).toSorted());
});

it('a database of the first step keeps its jobs, and numbers go on from them', async () => {
  const path = await temp();
  const file = await connect(path);
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: file }) });
  await migrations['0001-first']?.up(db);
  file.exec(`create table kysely_migration (name varchar(255) primary key, timestamp varchar(255) not null);
    insert into kysely_migration values ('0001-first', '2026-01-01T00:00:00.000Z');
    insert into job (id, team_id, number, kind, state, owner_id, channel_id, settings, created_at) values
      ('old1', 'T1', 1, 'file', 'done', 'U1', 'C1', '{"prompt":null,"model":"m"}', 1), ('old7', 'T1', 7, 'file', 'done', 'U1', 'C1', '{"prompt":null,"model":"m"}', 1),
      ('other', 'T2', 3, 'file', 'done', 'U1', 'C1', '{"prompt":null,"model":"m"}', 1)`);
  await db.destroy();
  const store = await openStore(path);
  onTestFinished(() => store.close());
  expect((await store.jobByNumber('T1', 7))?.id).toBe('old7');
  expect((await addJob(store)).number).toBe(8);
  expect((await addJob(store, { teamId: 'T2' })).number).toBe(4);
  expect((await addJob(store, { teamId: 'T3' })).number).toBe(1);
});

it('what a kill left half-begun holds nothing up: a watch is gone, and a trial has its message', async () => {
  const path = await temp();
  const store = await openStore(path);
  const job = await addJob(store);
  await store.close();
  const file = openSqliteFile(path);
  file.exec(`delete from kysely_migration where name >= '0017';
    alter table schedule drop column recipe_channel_id;
    insert into batch (id, job_id, position, attempt, state, first_seq, last_seq, requests, body_bytes, body_sha256, attempted_at)
      values ('watch', '${job.id}', 1, 1, 'submitting', 1, 2, 2, 0, '', null), ('sent', '${job.id}', 2, 1, 'submitting', 1, 2, 2, 0, '', 5);
    insert into trial (job_id, revision, seq, state, round, asked_by, preview)
      values ('${job.id}', 3, 1, 'planned', 2, 'U1', '{"line":2,"prompt":""}'), ('${job.id}', 3, 2, 'planned', 2, 'U1', '{"line":3,"prompt":""}')`);
  file.close();
  const again = await openStore(path);
  onTestFinished(() => again.close());
  expect((await again.batchesIn(['submitting'])).map(({ id }) => id)).toEqual(['sent']);
  expect(await again.owedMessagesOf(job.id)).toMatchObject([
    { key: `${job.id}:trial:3:2`, kind: 'trial', state: 'owed', detail: '{"revision":3}' },
  ]);
});

it('a schedule that named a version of a recipe keeps its settings, and sends nothing where they are gone', async () => {
  const path = await temp();
  const file = await connect(path);
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: file }) });
  file.exec('create table kysely_migration (name varchar(255) primary key, timestamp varchar(255) not null)');
  for (const [name, { up }] of Object.entries(migrations).filter(([step]) => step < '0015')) {
    await up(db);
    file.exec(`insert into kysely_migration values ('${name}', '2026-01-01T00:00:00.000Z')`);
  }
  const recipe = (channel: string, version: number, prompt: string) =>
    file.exec(`insert into recipe values
      ('T1', '${channel}', 'texts', ${version}, '{"prompt":"${prompt}","model":"m"}', '[]', 'U1', 1)`);
  recipe('', 1, 'of the workspace');
  recipe('C1', 1, 'of the channel');
  recipe('C1', 2, 'newer');
  const schedule = (number: number, name: string, version: number | null, upTo: number | null) =>
    file.exec(`insert into schedule (id, team_id, channel_id, number, recipe, recipe_version, source, cron, timezone,
        up_to_micros, created_by, created_at, next_at, is_paused, missed) values
      ('s${number}', 'T1', 'C1', ${number}, '${name}', ${version}, '{"kind":"newest"}', '0 7 * * 1', 'UTC', ${upTo}, 'U1', 1, 2, 0, 0)`);
  schedule(1, 'texts', 1, 5);
  schedule(2, 'gone', 1, 5);
  schedule(3, 'texts', null, null);
  await db.destroy();
  const store = await openStore(path);
  onTestFinished(() => store.close());
  const kept = (await store.schedules.list({ teamId: 'T1', channelId: null })).map(
    ({ settings, recipeChannelId, upToMicros }) => [settings?.prompt ?? null, recipeChannelId, upToMicros],
  );
  expect(kept).toEqual([
    ['of the channel', 'C1', 5],
    [null, null, null],
    [null, null, null],
  ]);
});

it('a number is not used again when the newest job is gone', async () => {
  const path = await temp();
  const store = await openStore(path);
  onTestFinished(() => store.close());
  const { id } = await addJob(store);
  const file = openSqliteFile(path);
  file.prepare('delete from job where id = ?').run(id);
  file.close();
  expect((await addJob(store)).number).toBe(2);
});

it('a step that fails half-way leaves nothing behind, so that the next start can do it', async () => {
  const path = await temp();
  const file = await connect(path);
  // In the way of a later statement of the first step.
  file.exec('create table owed_message (wrong integer)');
  const db = new Kysely<ControlDatabase>({ dialect: new ControlDialect({ database: file }) });
  await expect(migrate(db, path)).rejects.toThrow('owed_message');
  expect(file.prepare(`select name from sqlite_master where name = 'job'`).all()).toEqual([]);
  file.exec('drop table owed_message');
  await migrate(db, path);
  await db.destroy();
  expect(contentOf(path).steps).toEqual(Object.keys(migrations));
});

it('a database of a newer version is refused in words for people, and not changed', async () => {
  const path = await temp();
  await (await openStore(path)).close();
  const file = openSqliteFile(path);
  file.exec(`insert into kysely_migration values ('9999-later', '2030-01-01T00:00:00.000Z')`);
  // A step of ours is missing too: it must not be run before the refusal.
  file.exec(`delete from kysely_migration where name = '0002-job-counter'; drop table job_counter`);
  file.close();
  const before = contentOf(path);
  const refusal = await openStore(path).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(UserError);
  expect(refusal).toMatchObject({ code: 'newer-database', message: expect.stringContaining('9999-later') });
  expect((refusal as UserError).next).toMatch(/newer|version/);
  expect(contentOf(path)).toEqual(before);
});

it('a file that is no database is an error, and is left as it is', async () => {
  const path = await temp();
  await mkdir(dirname(path), { recursive: true });
  const text = 'This is no database. '.repeat(100);
  await writeFile(path, text);
  await expect(openStore(path)).rejects.toMatchObject({ code: 'SQLITE_NOTADB' });
  expect(await readFile(path, 'utf8')).toBe(text);
});
