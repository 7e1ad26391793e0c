// The operator's databases in Slack: rows become a draft, results go back into a table, and nobody elsewhere learns of them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSqliteFile } from '../../src/sqlite-file.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

const PASSWORD = 'hunter2-hunter2';

/** A database of reviews, and one that cannot be reached, both for #marketing. */
async function withDatabases(world: World): Promise<string> {
  const path = join(world.dataDir, 'reviews.sqlite');
  change(
    path,
    `CREATE TABLE reviews (id INTEGER PRIMARY KEY, review TEXT, stars INTEGER);
    INSERT INTO reviews VALUES (1, 'Broke at once', 1), (2, 'Lovely', 5), (3, 'Too loud', 2)`,
  );
  const channels = [world.marketing.id];
  const query = 'SELECT id, review FROM reviews WHERE stars < 3 ORDER BY id';
  const sources = [
    { name: 'reviews', kind: 'sqlite', path, query, channels, results: { table: 'batch_results' } },
    { name: 'shop', kind: 'postgres', urlFrom: 'SHOP_URL', query, channels },
  ];
  const file = join(world.dataDir, 'sources.json');
  writeFileSync(file, JSON.stringify({ sources }));
  await world.stopBot();
  await world.startBot({ SOURCES_FILE: file, SHOP_URL: `postgres://bot:${PASSWORD}@127.0.0.1:9/shop` });
  return path;
}

function change(path: string, sql: string): void {
  const file = openSqliteFile(path);
  file.exec(sql);
  file.close();
}

function rowsOf(path: string): unknown[] {
  const file = openSqliteFile(path);
  try {
    return file.prepare('SELECT job_number, status, response FROM batch_results ORDER BY custom_id').all();
  } finally {
    file.close();
  }
}

function cardWith(world: World, ...words: string[]) {
  return world.slack.waitFor(
    `a card with ${words.join(' + ')}`,
    () =>
      world.slack
        .messages(world.marketing)
        .find((message) => words.every((word) => shown(message).includes(word))),
    20_000,
  );
}

describe('a database of the operator', { timeout: 60_000 }, () => {
  it('gives the rows of a draft once, and takes the results as often as wanted', async () => {
    await using world = await openWorld();
    const { ana, marketing, claude } = world;
    const path = await withDatabases(world);
    await ana.command(marketing, '/batch build db Reviews --prompt "Sum up: {{review}}"');
    const draft = await cardWith(
      world,
      '*2 requests* from 2 rows · database',
      'Sum up: Broke at once',
      '"Submit"',
    );
    expect(shown(draft)).toContain('The rows were read from reviews at 20');
    change(path, 'DELETE FROM reviews');
    await ana.click(draft, 'Edit');
    const modal = await world.slack.waitFor('the modal', () => world.slack.openView(ana));
    await ana.submit(modal, { Prompt: 'Translate: {{review}}' });
    const edited = await cardWith(world, '*2 requests*', 'Translate: Too loud', '"Submit"');
    await ana.command(marketing, '/batch results #1 --to reviews');
    await world.whisper(ana, 'was never sent');
    await ana.click(edited, 'Submit');
    await cardWith(world, 'In progress');
    claude.finish();
    await world.tick();
    await cardWith(world, 'Done');
    await ana.command(marketing, '/batch results #1 --to reviews');
    await world.whisper(ana, 'job #1 are in the table batch_results of reviews: 2 rows are new.');
    expect(rowsOf(path)).toMatchObject([{ job_number: 1, status: 'succeeded' }, { job_number: 1 }]);
    await ana.command(marketing, '/batch results #1 --to reviews');
    await world.whisper(ana, '0 rows are new, 2 rows are already there and written anew.');
    expect(rowsOf(path)).toHaveLength(2);
    expect(problemsOf(world)).toEqual([]);
  });

  it('is not there in another conversation', async () => {
    await using world = await openWorld();
    const { ana, marketing, slack } = world;
    await withDatabases(world);
    const start = await world.drop('people.csv', 'name\nAnn\n', 'Greet {{name}}');
    await world.card(start, '"Submit"');
    const elsewhere = slack.addChannel('elsewhere', { members: [ana] });
    await ana.command(elsewhere, '/batch build db reviews');
    const there = await world.whisper(
      ana,
      'There is no database “reviews” to read from in this conversation.',
    );
    await ana.command(elsewhere, '/batch build db nonsense');
    const unknown = await world.whisper(
      ana,
      'There is no database “nonsense” to read from in this conversation.',
    );
    expect(unknown.text.replaceAll('nonsense', 'reviews')).toBe(there.text);
    await ana.command(elsewhere, '/batch results #1 --to reviews');
    await world.whisper(ana, 'There is no database “reviews” to write results into');
    await ana.command(marketing, '/batch build db nonsense');
    await world.whisper(ana, 'Here there are: reviews, shop.');
    await ana.command(marketing, '/batch results #1 --to shop');
    await world.whisper(ana, 'There is no database “shop” to write results into', 'Here there are: reviews.');
    await ana.command(marketing, '/batch build db reviews --query "SELECT 1"');
    await world.whisper(ana, 'chosen by whoever runs this bot');
    expect(problemsOf(world)).toEqual([]);
  });

  it('that cannot be reached is told in words without its address or password', async () => {
    await using world = await openWorld();
    const { ana, marketing } = world;
    await withDatabases(world);
    await ana.command(marketing, '/batch build db shop --prompt "Sum up: {{review}}"');
    const card = await cardWith(world, 'The database shop cannot be reached at the moment');
    expect(shown(card)).not.toMatch(/127\.0\.0\.1|hunter2/);
    expect(world.logLines.filter((line) => line.includes(PASSWORD))).toEqual([]);
    expect(problemsOf(world)).toEqual([]);
  });
});
