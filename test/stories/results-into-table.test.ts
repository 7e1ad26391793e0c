// Results on their way into a table of the operator's database, and rows out of it, when the database does not play along.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSqliteFile } from '../../src/sqlite-file.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

/** Starts the bot with one database, a SQLite file. @returns its folder */
async function withDatabase(world: World, query: string): Promise<string> {
  const folder = join(world.dataDir, 'warehouse');
  mkdirSync(folder);
  change(folder, 'CREATE TABLE knob (most, least); INSERT INTO knob VALUES (1e18, 1e18)');
  const source = {
    name: 'warehouse',
    kind: 'sqlite',
    path: join(folder, 'warehouse.sqlite'),
    query,
    channels: [world.marketing.id],
    results: { table: 'batch_results' },
  };
  const file = join(world.dataDir, 'sources.json');
  writeFileSync(file, JSON.stringify({ sources: [source] }));
  await world.stopBot();
  await world.startBot({ SOURCES_FILE: file });
  return folder;
}

function change(folder: string, sql: string): void {
  const file = openSqliteFile(join(folder, 'warehouse.sqlite'));
  file.exec(sql);
  file.close();
}

function cardWith({ slack, marketing }: World, words: string) {
  const probe = () => slack.messages(marketing).find((message) => shown(message).includes(words));
  return slack.waitFor(words, probe);
}

function countIn(folder: string): unknown {
  const file = openSqliteFile(join(folder, 'warehouse.sqlite'));
  try {
    return file.prepare('SELECT count(*) AS rows, count(DISTINCT custom_id) AS ids FROM batch_results').get();
  } finally {
    file.close();
  }
}

/** A job of so many rows, with all results. */
async function withResults(world: World, rows: number): Promise<void> {
  const names = Array.from({ length: rows }, (_, index) => `Person ${index}\n`);
  const start = await world.drop('people.csv', `name\n${names.join('')}`, 'Greet {{name}}');
  await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
  await world.card(start, 'In progress');
  world.claude.finish();
  await world.tick();
  await world.card(start, 'Done');
}

describe('results into a table', { timeout: 60_000 }, () => {
  it('of a database that is away are told of, and come once it is back', async () => {
    await using world = await openWorld();
    const { ana, marketing } = world;
    const folder = await withDatabase(world, 'SELECT 1 AS id');
    await withResults(world, 2);
    renameSync(folder, `${folder}-away`);
    await ana.command(marketing, '/batch results #1 --to warehouse');
    const told = await world.whisper(ana, 'The database warehouse cannot be reached at the moment.');
    expect(shown(told)).toContain('Try again in a few minutes');
    expect(shown(told)).not.toContain(folder);
    renameSync(`${folder}-away`, folder);
    await ana.command(marketing, '/batch results #1 --to warehouse');
    await world.whisper(ana, 'in the table batch_results of warehouse: 2 rows are new.');
    expect(problemsOf(world)).toEqual([]);
  });

  it('of another shape are told of, and come once it is mended', async () => {
    await using world = await openWorld();
    const { ana, marketing } = world;
    const folder = await withDatabase(world, 'SELECT 1 AS id');
    change(folder, "CREATE TABLE batch_results (note TEXT); INSERT INTO batch_results VALUES ('keep me')");
    await withResults(world, 2);
    await ana.command(marketing, '/batch results #1 --to warehouse');
    await world.whisper(ana, 'The database warehouse does not take what it was set up with');
    change(folder, 'ALTER TABLE batch_results RENAME TO notes');
    await ana.command(marketing, '/batch results #1 --to warehouse');
    await world.whisper(ana, 'in the table batch_results of warehouse: 2 rows are new.');
    expect(problemsOf(world)).toEqual([]);
  });

  it('that break off in the middle are completed by doing it again, each row once', async () => {
    await using world = await openWorld();
    const { ana, marketing } = world;
    const folder = await withDatabase(world, 'SELECT 1 AS id');
    await withResults(world, 1500);
    await ana.command(marketing, '/batch results #1 --to warehouse');
    await world.whisper(ana, '1,500 rows are new.');
    // The table is empty again, and takes no more than the first thousand.
    change(
      folder,
      `DELETE FROM batch_results;
      CREATE TRIGGER full BEFORE INSERT ON batch_results WHEN (SELECT count(*) FROM batch_results) >= 1200
      BEGIN SELECT RAISE(ABORT, 'no more'); END`,
    );
    await ana.command(marketing, '/batch results #1 --to warehouse');
    await world.whisper(ana, 'The database warehouse gave an error');
    expect(countIn(folder)).toEqual({ rows: 1000, ids: 1000 });
    change(folder, 'DROP TRIGGER full');
    await ana.command(marketing, '/batch results #1 --to warehouse');
    await world.whisper(ana, '500 rows are new, 1,000 rows are already there and written anew.');
    expect(countIn(folder)).toEqual({ rows: 1500, ids: 1500 });
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('rows of a database', { timeout: 60_000 }, () => {
  it.each([
    ['whose folder is away', 'warehouse-away', 'cannot be reached at the moment'],
    ['whose file is away', 'warehouse/elsewhere', 'cannot be reached at the moment'],
    ['without the table of its query', null, 'does not take what it was set up with (SQLITE_ERROR)'],
  ])('%s are told of, and come once it is mended', async (_, away, says) => {
    await using world = await openWorld();
    const { ana, marketing, dataDir } = world;
    const folder = await withDatabase(world, 'SELECT most FROM knob');
    const path = away === 'warehouse-away' ? folder : join(folder, 'warehouse.sqlite');
    if (away === null) change(folder, 'ALTER TABLE knob RENAME TO button');
    else renameSync(path, join(dataDir, away));
    await ana.command(marketing, '/batch build db warehouse --prompt "Spell {{most}}"');
    const failed = await cardWith(world, `The database warehouse ${says}.`);
    expect(shown(failed)).not.toContain(folder);
    if (away === null) change(folder, 'ALTER TABLE button RENAME TO knob');
    else renameSync(join(dataDir, away), path);
    await ana.command(marketing, '/batch build db warehouse --prompt "Spell {{most}}"');
    await cardWith(world, '*1 request*');
    expect(problemsOf(world)).toEqual([]);
  });

  it('whose query never ends are stopped, and a later draft has them', async () => {
    await using world = await openWorld();
    const { ana, marketing } = world;
    const folder = await withDatabase(
      world,
      `WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < (SELECT most FROM knob))
      SELECT n FROM c WHERE n > (SELECT least FROM knob)`,
    );
    await ana.command(marketing, '/batch build db warehouse --prompt "Spell {{n}}"');
    const failed = await cardWith(world, 'took too much time, so it was stopped');
    expect(shown(failed)).toContain('Failed');
    change(folder, 'UPDATE knob SET most = 3, least = 1');
    await ana.command(marketing, '/batch build db warehouse --prompt "Spell {{n}}"');
    expect(shown(await cardWith(world, '*2 requests*'))).toContain('Spell 2');
    expect(problemsOf(world)).toEqual([]);
  });
});
