// A database dropped in Slack: its table becomes a draft, a query chooses rows, and a harmful one harms nobody.
import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/sim/slack/index.ts';
import { databaseOf } from '../formats/database.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

const ITEMS = databaseOf(`
  CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT, price REAL);
  INSERT INTO items VALUES (1, 'mug', 9.5), (2, 'lamp', 20), (3, 'desk', 120);
`);

/** As world.card, with time for one more process on a busy machine. */
function cardOf(world: World, start: Message, ...words: string[]) {
  return world.slack.waitFor(
    `a card with ${words.join(' + ')}`,
    () => world.replies(start).find((message) => words.every((word) => shown(message).includes(word))),
    25_000,
  );
}

describe('a SQLite file', { timeout: 90_000 }, () => {
  it('with one table becomes a draft, and a query chooses its rows', async () => {
    await using world = await openWorld();
    const { ana, marketing } = world;
    const start = await world.drop('items.sqlite', ITEMS, 'Describe {{name}}');
    await cardOf(world, start, '*3 requests* from 3 rows · SQLite table', 'Describe mug', '"Submit"');
    const query = 'SELECT name FROM items WHERE price > 15';
    await ana.command(marketing, `/batch build sqlite last --query "${query}" --prompt "Praise {{name}}"`);
    await cardOf(world, start, '#2', '*2 requests*', 'Praise lamp', '"Submit"');
    await ana.command(marketing, '/batch build last --table ITEMS --prompt "Sell {{name}}"');
    await cardOf(world, start, '#3', '*3 requests*', 'Sell desk');
    expect(problemsOf(world)).toEqual([]);
  });

  it('with several tables asks which', async () => {
    await using world = await openWorld();
    const { ana, marketing } = world;
    const two = databaseOf('CREATE TABLE a (x); CREATE TABLE b (y); INSERT INTO b VALUES (7)');
    const start = await world.drop('two.db', two, 'Say {{y}}');
    await cardOf(world, start, 'has 2 tables: a, b', '--table a');
    await ana.command(marketing, '/batch build sqlite last --table b --prompt "Say {{y}}"');
    await cardOf(world, start, '*1 request*', 'Say 7');
    await ana.command(marketing, '/batch build last --table a --query "SELECT 1"');
    await world.whisper(ana, '--table and --query exclude each other');
    expect(problemsOf(world)).toEqual([]);
  });

  it('that never ends is stopped, while another job goes on', async () => {
    await using world = await openWorld();
    const { ana, marketing } = world;
    const start = await world.drop('items.sqlite', ITEMS, 'Describe {{name}}');
    await cardOf(world, start, '"Submit"');
    const endless =
      'WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n FROM c WHERE n < 0';
    await ana.command(marketing, `/batch build sqlite last --query "${endless}"`);
    const other = await world.drop('people.csv', 'name\nAnn\n', 'Greet {{name}}');
    await cardOf(world, other, 'Greet Ann', '"Submit"');
    await world.slack.waitFor(
      'the end of the query',
      () =>
        world
          .replies(start)
          .some(({ text, blocks }) => `${text}${JSON.stringify(blocks)}`.includes('took too much time')),
      25_000,
    );
    expect(problemsOf(world)).toEqual([]);
  });
});
