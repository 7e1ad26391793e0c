// The bot is killed without warning two hundred times; nothing is lost, bought twice or said twice.
import { expect, test } from 'vitest';
import { type KillOptions, type KillOutcome, playWithKills } from './support/kill-run.ts';
import { createChance } from './support/random.ts';
import { report } from './support/report.ts';
import { NOTHING_WRONG } from './support/verdict.ts';

const chance = createChance();
console.log(`TORTURE_SEED=${chance.seed}`);

/** How much of it all: 100 for the whole. */
const PERCENT = Number(process.env.TORTURE_PERCENT ?? 100);
const portion = (count: number) => Math.ceil((count * PERCENT) / 100);

async function play(id: string, what: string, options: KillOptions): Promise<KillOutcome> {
  const began = Date.now();
  const outcome = await playWithKills(chance, options);
  const { lost, twiceSubmitted, twicePosted, stuck } = outcome.verdict;
  const came = `${lost} lost, ${twiceSubmitted} submitted twice, ${twicePosted} posted twice, ${stuck} stuck, an outcome unknown for ${Math.round(outcome.unsureMs / 1000)} s at most`;
  const did = `${what}: ${options.kills} kills over ${options.wishes} jobs`;
  report({ id, did, came, tookMs: Date.now() - began });
  return outcome;
}

/** With its settle time, the longest that a submission may be of unknown outcome. */
const UNSURE_MS = 60_000;

async function playWell(id: string, what: string, options: KillOptions): Promise<void> {
  const { verdict, unsureMs } = await play(id, what, options);
  expect(verdict).toEqual(NOTHING_WRONG);
  // Never one in 200 would mean that nobody looked.
  expect(unsureMs).toBeGreaterThan(0);
  expect(unsureMs).toBeLessThanOrEqual(options.settleSeconds * 1000 + UNSURE_MS);
}

const AT_ONCE: KillOptions = {
  kills: portion(200),
  wishes: portion(400),
  killWithinMs: 1800,
  settleSeconds: 1,
};

test('200 kills over 400 jobs', async () => {
  await playWell('R1', 'at random moments', AT_ONCE);
});

/** Servers that do not notice the death of their caller. */
const LATE: KillOptions = {
  kills: portion(100),
  wishes: portion(200),
  killWithinMs: 3500,
  settleSeconds: 4,
  batches: { oddities: { slowCreateMs: 2000 } },
  slackDelayMs: 700,
};

test('100 kills while servers go on for up to 2 seconds after the death of their caller', async () => {
  await playWell('R2', 'servers that act late', LATE);
});

test('control: a bot that cannot see what it sent buys twice', async () => {
  const blind: KillOptions = {
    ...AT_ONCE,
    kills: portion(60),
    wishes: portion(120),
    batches: { oddities: { lateInList: 1e9, slowCreateMs: 300 } },
  };
  const { verdict } = await play('R1-', 'control, a list that shows nothing', blind);
  expect(verdict.twiceSubmitted).toBeGreaterThan(0);
});

test('control: a bot that does not wait until things have settled buys twice', async () => {
  const hasty: KillOptions = { ...LATE, kills: portion(40), wishes: portion(80), settleSeconds: 0 };
  const { verdict } = await play('R2-', 'control, without settling', hasty);
  expect(verdict.twiceSubmitted).toBeGreaterThan(0);
});
