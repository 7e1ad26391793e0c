// The disk fails: full, read-only, held by another program, broken at every single write. Nothing is bought without a
// durable intent, people are told, and the bot goes on by itself.
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { startBot } from './support/bot-process.ts';
import { createDisk, type Disk, type DiskError, hasCompiler } from './support/disk.ts';
import { intentsMissing, type Outage, playOutage } from './support/outage.ts';
import { report } from './support/report.ts';
import { openTown, type Town, type Wish } from './support/town.ts';
import { judge, NOTHING_WRONG } from './support/verdict.ts';

const PERCENT = Number(process.env.TORTURE_PERCENT ?? 100);
const SETTLE_SECONDS = 1;
const NEVER_BY_ITSELF = { finish: { afterMs: 1e9 } };
const PATIENCE_MS = 90_000;
/** How long a full disk stays full, from the person's message on. */
const FULL_MS = 2500;
const BUSY_MS = 5000;

test('a compiler is there', () => expect(hasCompiler()).toBe(true));

const FAILURES: [DiskError, string][] = [
  ['ENOSPC', 'disk of this bot is full'],
  ['EROFS', 'disk of this bot'],
  ['EIO', 'does not take what is written'],
];

test.each(FAILURES)('%s: everyone is told, and it goes on by itself', async (error, words) => {
  await using town = await openTown({ settleSeconds: SETTLE_SECONDS, batches: NEVER_BY_ITSELF });
  const disk = createDisk(town.dataDir, `${town.dataDir}/data`);
  const bot = await startBot({ ...town.env, ...disk.env });
  const began = Date.now();
  const outage: Outage = { words, begin: () => disk.fail(error), end: async () => disk.heal() };
  await playOutage(town, outage, 1);
  const { refused } = disk.counts();
  expect(refused).toBeGreaterThan(0);
  expect(bot.isRunning()).toBe(true);
  report({
    id: 'R11',
    did: `${error}: 3 jobs`,
    came: `told, ${refused} writes refused, 3 done`,
    tookMs: Date.now() - began,
  });
  await bot.stop();
  disk.close();
});

test('a database that another program holds for 5 s: everyone is told, and it goes on by itself', async () => {
  await using town = await openTown({ settleSeconds: SETTLE_SECONDS, batches: NEVER_BY_ITSELF });
  const bot = await startBot(town.env);
  const began = Date.now();
  const other = new Database(`${town.dataDir}/data/control.sqlite`);
  let heldFrom = 0;
  const outage: Outage = {
    words: 'held by another program',
    begin() {
      other.exec('BEGIN IMMEDIATE');
      heldFrom = Date.now();
    },
    async end() {
      await sleep(Math.max(0, BUSY_MS - (Date.now() - heldFrom)));
      other.exec('ROLLBACK');
    },
  };
  await playOutage(town, outage, 1);
  expect(bot.isRunning()).toBe(true);
  report({ id: 'R11', did: 'SQLITE_BUSY: 3 jobs', came: 'told, 3 done', tookMs: Date.now() - began });
  await bot.stop();
  other.close();
});

/** A journey of which no write fails, counted. */
interface Journey {
  writes: number;
  /** Writes until the draft stood there, and until Anthropic had the message batch. */
  drafted: number;
  created: number;
}

interface Sweep {
  name: string;
  /** What fails, below the bot's own folder. */
  below: string;
  /** The writes to begin at, one journey for each. */
  from(journey: Journey): number[];
  begin(disk: Disk, write: number): void;
  /** While it lasts. */
  during?(town: Town): Promise<void>;
}

async function untilOver(town: Town): Promise<void> {
  await sleep(FULL_MS);
  expect(intentsMissing(town)).toEqual([]);
}

/** Journeys differ by a few writes. */
const SLACK_WRITES = 5;

const SWEEPS: Sweep[] = [
  {
    name: 'EIO at the k-th write',
    below: '',
    from: ({ writes }) => range(1, writes, 1),
    begin: (disk, k) => disk.failAt('EIO', k, k),
  },
  {
    name: `full from the k-th write on, for ${FULL_MS} ms`,
    below: '',
    from: ({ writes }) => range(1, writes, 5),
    begin: (disk, k) => disk.failAt('ENOSPC', k),
    during: untilOver,
  },
  {
    // Only the control data: a worker that could write would send, so nothing but the intent holds it back.
    name: 'no control data from each write between Submit and the message batch on',
    below: '/control.sqlite',
    from: ({ drafted, created }) => range(drafted - SLACK_WRITES, created + SLACK_WRITES, 1),
    begin: (disk, k) => disk.failAt('ENOSPC', k),
    during: untilOver,
  },
];

/** @returns every so many whole numbers, fewer of them when only a part of the torture is asked for */
function range(first: number, last: number, step: number): number[] {
  const stride = Math.ceil((step * 100) / PERCENT);
  return Array.from(
    { length: Math.floor((last - first) / stride) + 1 },
    (_, index) => first + index * stride,
  );
}

test.each(SWEEPS)(
  '$name: each journey ends once, and the bot lives on',
  async ({ name, below, from, begin, during }) => {
    await using town = await openTown({ settleSeconds: SETTLE_SECONDS });
    const disk = createDisk(town.dataDir, `${town.dataDir}/data${below}`);
    const bot = await startBot({ ...town.env, ...disk.env });
    const began = Date.now();
    const journey = await countJourney(town, disk);
    const wishes: Wish[] = [];
    const stuck: number[] = [];
    let refused = 0;
    for (const k of from(journey)) {
      begin(disk, k);
      const wish = await town.wish(wishes.length + 1);
      wishes.push(wish);
      await during?.(town);
      refused += disk.counts().refused;
      if (during) disk.heal();
      const end = await Promise.race([wish.done, sleep(PATIENCE_MS, 'stuck' as const, { ref: false })]);
      refused += during ? 0 : disk.counts().refused;
      if (end === 'stuck') stuck.push(k);
      if (!bot.isRunning()) break;
    }
    expect(bot.isRunning()).toBe(true);
    disk.heal();
    await sleep((SETTLE_SECONDS + 3) * 1000);
    await bot.stop();
    disk.close();
    const verdict = judge(town, wishes, stuck.length);
    const { lost, twiceSubmitted, twicePosted } = verdict;
    report({
      id: 'R11',
      did: `${name}: ${wishes.length} jobs, ${refused} writes refused`,
      came: `${lost} lost, ${twiceSubmitted} submitted twice, ${twicePosted} posted twice, ${stuck.length} stuck`,
      tookMs: Date.now() - began,
    });
    expect(stuck).toEqual([]);
    expect(refused).toBeGreaterThan(0);
    expect(verdict).toEqual(NOTHING_WRONG);
  },
);

async function countJourney(town: Town, disk: Disk): Promise<Journey> {
  disk.failAt('EIO', 1e9);
  const wish = await town.wish(0);
  await town.slack.waitFor('the draft', () => town.replies(wish).length > 0, PATIENCE_MS);
  const drafted = disk.counts().seen;
  await town.claude.waitFor('the message batch', () => town.claude.batches().length > 0, PATIENCE_MS);
  const created = disk.counts().seen;
  await wish.done;
  return { writes: disk.counts().seen, drafted, created };
}
