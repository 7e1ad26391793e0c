// What was previewed is what is sent, or nothing is.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { openWorld, problemsOf, shown } from '../support/world.ts';

it('a row that is another one after the preview is not sent, although it is as long, and a fresh preview can be', async () => {
  await using world = await openWorld();
  const { ana, claude } = world;
  const start = await world.drop('people.csv', 'name\nAnn\nBob\n', 'Greet {{name}}');
  const draft = await world.card(start, '"Submit"', 'Greet Bob');
  const [file = ''] = readdirSync(join(world.dataDir, 'jobs')).filter((name) => name.endsWith('.sqlite'));
  const rows = new Database(join(world.dataDir, 'jobs', file));
  expect(rows.prepare(`UPDATE row SET cells = '["Eve"]' WHERE seq = 2`).run().changes).toBe(1);
  rows.close();
  await ana.click(draft, 'Submit');
  const back = await world.cardInTime(start, 'Draft #1', 'Nothing was sent', 'fresh preview');
  expect(claude.batches()).toHaveLength(0);
  await ana.click(back, 'Edit');
  await ana.submit(await world.slack.waitFor('the window', () => world.slack.openView(ana)), {});
  // It is made from the file itself.
  const fresh = await world.slack.waitFor('the fresh preview', () =>
    world
      .replies(start)
      .find((one) => shown(one).includes('Greet Bob') && !shown(one).includes('that were previewed')),
  );
  await ana.click(fresh, 'Submit');
  await world.card(start, 'In progress');
  expect(claude.batches()).toHaveLength(1);
  expect(problemsOf(world)).toEqual([]);
});
