// The bot is killed at every write of its migrations, from each schema that was released; the next start recovers.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, Migrator } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { connect } from '../../src/sqlite/connect.ts';
import { ControlDialect } from '../../src/sqlite/dialect.ts';
import { migrations } from '../../src/sqlite/migrations.ts';
import { openStore } from '../../src/sqlite/open.ts';
import { openSqliteFile } from '../../src/sqlite-file.ts';
import { BUILD } from '../support/compile-bot.ts';
import { report } from './support/report.ts';

const NAMES = Object.keys(migrations);

/** A database as the version with so many steps left it, with jobs in it. */
async function makeOld(path: string, steps: number): Promise<void> {
  const file = await connect(path);
  const db = new Kysely<unknown>({ dialect: new ControlDialect({ database: file }) });
  const known = Object.fromEntries(Object.entries(migrations).slice(0, steps));
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: async () => known },
  }).migrateToLatest();
  if (error !== undefined) throw error;
  if (steps > 0)
    file.exec(`insert into job (id, team_id, number, kind, state, owner_id, channel_id, settings, created_at) values
      ('old1', 'T1', 1, 'file', 'done', 'U1', 'C1', '{}', 1), ('old7', 'T1', 7, 'file', 'done', 'U1', 'C1', '{}', 1);
      insert into batch (id, job_id, position, state, first_seq, last_seq, requests, body_bytes, body_sha256) values
      ('b7', 'old7', 1, 'collected', 1, 2, 2, 10, 'x')`);
  if (steps > 1) file.exec(`insert into job_counter (team_id, last_number) values ('T1', 7)`);
  await db.destroy();
}

/** Everything that matters of a file. */
function contentOf(path: string): unknown {
  const file = openSqliteFile(path);
  const all = (sql: string): unknown[] => file.prepare(sql).all();
  const content = {
    sound: all('pragma integrity_check'),
    schema: all('select name, sql from sqlite_master where sql is not null order by name'),
    steps: all('select name from kysely_migration order by name'),
    jobs: all('select * from job order by id'),
    batches: all('select * from batch order by id'),
    counters: all('select * from job_counter order by team_id'),
  };
  file.close();
  return content;
}

test('a database of each released schema, killed at each write of its migration', async () => {
  const began = Date.now();
  const folder = mkdtempSync(join(tmpdir(), 'claude-batches-migrations-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  let kills = 0;
  for (let steps = 0; steps < NAMES.length; steps++) {
    const old = join(folder, `old-${steps}`);
    await makeOld(join(old, 'control.sqlite'), steps);
    const straight = join(folder, `straight-${steps}`);
    cpSync(old, straight, { recursive: true });
    await (await openStore(join(straight, 'control.sqlite'))).close();
    const expected = contentOf(join(straight, 'control.sqlite'));
    for (let write = 1; ; write++) {
      const killed = join(folder, `killed-${steps}-${write}`);
      mkdirSync(killed);
      cpSync(old, killed, { recursive: true });
      const path = join(killed, 'control.sqlite');
      const { signal } = spawnSync(process.execPath, [
        `${BUILD}/test/torture/bot/migrate.js`,
        path,
        String(write),
      ]);
      if (signal === null) break;
      kills += 1;
      await (await openStore(path)).close();
      expect(contentOf(path), `killed at write ${write} after step ${steps}`).toEqual(expected);
    }
  }
  const did = `killed at each write of the migrations from ${NAMES.length} schemas: ${kills} kills`;
  report({ id: 'R9', did, came: 'all recovered, nothing lost', tookMs: Date.now() - began });
  expect(kills).toBeGreaterThanOrEqual(20);
});
