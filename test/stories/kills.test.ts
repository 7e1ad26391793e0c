// The short version of the kill torture: a few kills at random moments, and everything is there once.
import { expect, it } from 'vitest';
import { playWithKills } from '../torture/support/kill-run.ts';
import { createChance } from '../torture/support/random.ts';

it('killed five times over eight jobs, the bot loses nothing, buys nothing twice and says nothing twice', async () => {
  const chance = createChance();
  console.log(`TORTURE_SEED=${chance.seed}`);
  const options = { kills: 5, wishes: 8, killWithinMs: 1800, settleSeconds: 1 };
  expect(await playWithKills(chance, options)).toEqual({
    lost: 0,
    twiceSubmitted: 0,
    twicePosted: 0,
    stuck: 0,
    corrupt: 0,
    problems: [],
  });
}, 180_000);
