// Many people, and large files: nobody waits for somebody else's work.

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openWorld, problemsOf, shown } from '../support/world.ts';

const UPLOADS = 50;
const CHANNELS = 10;
const ROWS = 100_000;

describe('fifty uploads at once', () => {
  it('are acknowledged within a second, and become one draft each', async () => {
    await using world = await openWorld({ slack: { ackTimeoutMs: 1000 }, offerAfterMs: 2000 });
    const { ana, slack } = world;
    const channels = Array.from({ length: CHANNELS }, (_, index) =>
      slack.addChannel(`room-${index}`, { members: [ana] }),
    );
    const starts = await Promise.all(
      Array.from({ length: UPLOADS }, (_, index) => {
        const channel = channels[index % CHANNELS] ?? world.marketing;
        return ana.say(channel, `@${slack.botName} Greet {{name}}`, {
          files: [{ name: `people-${index}.csv`, content: `name\nAnn ${index}\n` }],
        });
      }),
    );
    const command = await ana.command(world.marketing, '/batch list');
    expect(command.ackMs).toBeLessThan(1000);
    await slack.settle();
    await slack.waitFor(
      'every draft',
      () =>
        starts.every((start) => world.replies(start).some((message) => shown(message).includes('"Submit"'))),
      90_000,
    );
    for (const start of starts) expect(world.replies(start)).toHaveLength(1);
    expect(slack.ephemerals(ana).filter((message) => shown(message).includes('Start a batch'))).toHaveLength(
      0,
    );
    // An acknowledgement later than the stand-in allows (here one second) would be a problem.
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('a table of 100,000 rows', () => {
  it('becomes a draft while commands are answered and memory stays', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'claude-batches-large-'));
    const path = join(folder, 'large.csv');
    await writeLargeTable(path);
    await using world = await openWorld();
    const { ana, slack, marketing } = world;
    const before = process.memoryUsage().rss;
    let highest = before;
    const start = await ana.say(marketing, `@${slack.botName} Describe {{name}}: {{text}}`, {
      files: [{ name: 'large.csv', path }],
    });
    const acks: number[] = [];
    const isReady = () =>
      world.replies(start).some((message) => shown(message).includes('*100,000 requests*'));
    while (!isReady()) {
      acks.push((await ana.command(marketing, '/batch list')).ackMs);
      highest = Math.max(highest, process.memoryUsage().rss);
      await slack.waitFor('a reply', () => slack.ephemerals(ana).length >= acks.length);
      if (acks.length > 2000) throw new Error('The draft never came.');
    }
    expect(acks.length).toBeGreaterThan(3);
    expect(Math.max(...acks)).toBeLessThan(500);
    // Bot, stand-ins and test share this process; the bot may have 250 MB, and what a file adds must be far from its size
    // in memory as rows.
    expect(highest - before).toBeLessThan(100_000_000);
    expect(problemsOf(world)).toEqual([]);
    await rm(folder, { recursive: true, force: true });
  });
});

/** About 37 MB: quotes, newlines and letters of several scripts. */
async function writeLargeTable(path: string): Promise<void> {
  const out = createWriteStream(path);
  out.write('id,name,category,text\n');
  const filler = 'A long description, with ""quotes"", a comma, ünïcödé, 日本語 and\na second line. '.repeat(
    4,
  );
  for (let row = 1; row <= ROWS; row++) {
    const line = `${row},Product ${row},category ${row % 17},"${row} ${filler}"\n`;
    if (!out.write(line)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}
