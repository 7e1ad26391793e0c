// The short version of the disk torture: a full disk is told of in words, buys nothing, and the bot goes on after it.
import { expect, it } from 'vitest';
import { FROM_SOURCE, startBot } from '../torture/support/bot-process.ts';
import { createDisk, hasCompiler } from '../torture/support/disk.ts';
import { playOutage } from '../torture/support/outage.ts';
import { openTown } from '../torture/support/town.ts';

// What stands in for the disk is built with the system's compiler.
it.skipIf(!hasCompiler())(
  'a disk that is full is told of to everyone, buys nothing, and all goes on after it',
  async () => {
    await using town = await openTown({ settleSeconds: 1, batches: { finish: { afterMs: 1e9 } } });
    const disk = createDisk(town.dataDir, `${town.dataDir}/data`);
    const bot = await startBot({ ...town.env, ...disk.env }, FROM_SOURCE);
    const words = 'disk of this bot is full';
    await playOutage(town, { words, begin: () => disk.fail('ENOSPC'), end: async () => disk.heal() }, 1);
    expect(disk.counts().refused).toBeGreaterThan(0);
    await bot.stop();
    disk.close();
  },
  60_000,
);
