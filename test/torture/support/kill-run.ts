// Wishes come in while the bot is killed again and again; in the end it is left alone until all are done.
import { setTimeout as sleep } from 'node:timers/promises';
import { startBot } from './bot-process.ts';
import type { Chance } from './random.ts';
import { openTown, type TownOptions, type Wish } from './town.ts';
import { watchUnsure } from './unsure-watch.ts';
import { judge, type Verdict } from './verdict.ts';

export interface KillOptions extends TownOptions {
  kills: number;
  wishes: number;
  /** A start is followed by its kill within this time; it is chance and not waiting for anything. */
  killWithinMs: number;
}

export interface KillOutcome {
  verdict: Verdict;
  /** The longest time from an attempt to send a message batch until its outcome was known. */
  unsureMs: number;
}

/** @returns what came of it; who waited in vain is told on the console */
export async function playWithKills(chance: Chance, options: KillOptions): Promise<KillOutcome> {
  await using town = await openTown({ ...options, batches: { seed: chance.seed, ...options.batches } });
  using unsure = watchUnsure(town.dataDir);
  const wishes: Wish[] = [];
  const stuck: unknown[] = [];
  for (let kill = 1; kill <= options.kills; kill++) {
    const bot = await startBot(town.env);
    while (wishes.length < (options.wishes * kill) / options.kills) {
      const wish = await town.wish(wishes.length);
      wish.done.catch((error: unknown) => stuck.push(error));
      wishes.push(wish);
    }
    await sleep(chance.below(options.killWithinMs));
    await bot.kill();
  }
  const bot = await startBot(town.env);
  await Promise.allSettled(wishes.map(({ done }) => done));
  for (const error of stuck) console.log(String(error).split('\n')[0]);
  // What would be posted or submitted once more is so by a later tick.
  await sleep((options.settleSeconds + 3) * 1000);
  await bot.stop();
  return {
    verdict: judge(town, wishes, stuck.length),
    unsureMs: unsure.longestMs(),
  };
}
