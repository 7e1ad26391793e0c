// The short version of the fault torture: a dozen cells by chance, each a whole journey with one fault on the way.
import { expect, it } from 'vitest';
import { CELLS, type Cell } from '../torture/support/fault-cells.ts';
import { playCell } from '../torture/support/fault-journey.ts';
import { inLanes } from '../torture/support/lanes.ts';
import { createChance } from '../torture/support/random.ts';

it('with one of a dozen faults on its way a job is bought and told of once', async () => {
  const chance = createChance();
  console.log(`TORTURE_SEED=${chance.seed}`);
  // Those that wait for a time limit take minutes.
  const left = CELLS.filter(({ isSlow }) => !isSlow);
  const cells = Array.from({ length: 12 }, () => left.splice(chance.below(left.length), 1)).flat();
  const wrong: Record<string, string[]> = {};
  async function play(cell: Cell): Promise<void> {
    const found = await playCell(cell);
    if (found.length > 0) wrong[`${cell.call}: ${cell.fault}`] = found;
  }
  await inLanes(cells, 3, play);
  expect(wrong).toEqual({});
}, 240_000);
