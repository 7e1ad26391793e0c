// The bot is killed without warning two hundred times; nothing is lost, bought twice or said twice.
import { expect, test } from 'vitest';
import { type KillOptions, playWithKills } from './support/kill-run.ts';
import { createChance } from './support/random.ts';
import { report } from './support/report.ts';
import { NOTHING_WRONG, type Verdict } from './support/verdict.ts';

const chance = createChance();
console.log(`TORTURE_SEED=${chance.seed}`);

/** How much of it all: 100 for the whole. */
const PERCENT = Number(process.env.TORTURE_PERCENT ?? 100);
const portion = (count: number) => Math.ceil((count * PERCENT) / 100);

async function play(id: string, what: string, options: KillOptions): Promise<Verdict> {
  const began = Date.now();
  const { verdict, submittingMs } = await playWithKills(chance, options);
  const { lost, twiceSubmitted, twicePosted, stuck } = verdict;
  const came = `${lost} lost, ${twiceSubmitted} submitted twice, ${twicePosted} posted twice, ${stuck} stuck, submitting for ${Math.round(submittingMs / 1000)} s at most`;
  const did = `${what}: ${options.kills} kills over ${options.wishes} jobs`;
  report({ id, did, came, tookMs: Date.now() - began });
  return verdict;
}

const AT_ONCE: KillOptions = {
  kills: portion(200),
  wishes: portion(400),
  killWithinMs: 1800,
  settleSeconds: 1,
};

test('200 kills over 400 jobs', async () => {
  expect(await play('R1', 'at random moments', AT_ONCE)).toEqual(NOTHING_WRONG);
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
  expect(await play('R2', 'servers that act late', LATE)).toEqual(NOTHING_WRONG);
});

test('control: a bot that cannot see what it sent buys twice', async () => {
  const blind: KillOptions = {
    ...AT_ONCE,
    kills: portion(60),
    wishes: portion(120),
    batches: { oddities: { lateInList: 1e9, slowCreateMs: 300 } },
  };
  expect((await play('R1-', 'control, a list that shows nothing', blind)).twiceSubmitted).toBeGreaterThan(0);
});

test('control: a bot that does not wait until things have settled buys twice', async () => {
  const hasty: KillOptions = { ...LATE, kills: portion(40), wishes: portion(80), settleSeconds: 0 };
  expect((await play('R2-', 'control, without settling', hasty)).twiceSubmitted).toBeGreaterThan(0);
});
