// The short version of the torture of results: a few that break off at bytes by chance end complete.
import { expect, it } from 'vitest';
import { cutsBy, playCut } from '../torture/support/cut-run.ts';
import { inLanes } from '../torture/support/lanes.ts';
import { createChance } from '../torture/support/random.ts';

it('results that break off at any byte end complete and in order', async () => {
  const chance = createChance();
  console.log(`TORTURE_SEED=${chance.seed}`);
  const wrong: string[] = [];
  // Without the kind that is only noticed after a minute.
  const cuts = cutsBy(chance, 8).filter(({ kind }) => kind !== 'stall');
  await inLanes(cuts.slice(0, 5), 2, async (cut) => {
    const found = await playCut({ rows: 500, cut });
    wrong.push(...found.wrong.map((text) => `${cut.kind} at ${cut.at}: ${text}`));
  });
  expect(wrong).toEqual([]);
}, 240_000);
