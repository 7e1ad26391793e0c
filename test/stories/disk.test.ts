// The short version of the disk torture: a full disk is told of in words, buys nothing, and the bot goes on after it.
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { openWorld, problemsOf } from '../support/world.ts';
import { startBot } from '../torture/support/bot-process.ts';
import { createDisk, hasCompiler } from '../torture/support/disk.ts';
import { playOutage } from '../torture/support/outage.ts';
import { openTown } from '../torture/support/town.ts';

// What stands in for the disk is built with the system's compiler.
it.skipIf(!hasCompiler())(
  'a disk that is full is told of to everyone, buys nothing, and all goes on after it',
  async () => {
    await using town = await openTown({ settleSeconds: 1, batches: { finish: { afterMs: 1e9 } } });
    const disk = createDisk(town.dataDir, `${town.dataDir}/data`);
    const bot = await startBot({ ...town.env, ...disk.env });
    const words = 'disk of this bot is full';
    await playOutage(town, { words, begin: () => disk.fail('ENOSPC'), end: async () => disk.heal() }, 1);
    expect(disk.counts().refused).toBeGreaterThan(0);
    await bot.stop();
    disk.close();
  },
  60_000,
);

it('a start that another program keeps from the database ends with words for the operator, and a later one works', async () => {
  await using world = await openWorld();
  await world.stopBot();
  const other = new Database(`${world.dataDir}/control.sqlite`);
  other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE');
  await expect(world.startBot()).rejects.toThrow(/held by another program.*DATA_DIR/);
  other.close();
  await world.startBot();
  await world.ana.command(world.marketing, '/batch list');
  await world.whisper(world.ana, 'no jobs here yet');
  expect(problemsOf(world)).toEqual([]);
});
