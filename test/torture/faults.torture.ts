// Every call that leaves the bot fails once in every way; each time one message batch is bought and told of once.
import { expect, test } from 'vitest';
import { CELLS, type Cell } from './support/fault-cells.ts';
import { playCell } from './support/fault-journey.ts';
import { inLanes } from './support/lanes.ts';
import { report } from './support/report.ts';

/** Most of the time is spent waiting for the bot's own time limits, so many wait at once. */
const LANES = 12;
/** Only the cells whose call and fault hold these words. */
const ONLY = process.env.TORTURE_CELLS ?? '';

test('every fault at every call', async () => {
  const began = Date.now();
  const cells = CELLS.filter(({ call, fault }) => `${call}: ${fault}`.includes(ONLY));
  const wrong: Record<string, string[]> = {};
  let played = 0;
  async function play(cell: Cell): Promise<void> {
    const found = await playCell(cell);
    played += 1;
    if (played % 50 === 0) console.log(`${played} of ${cells.length} cells after ${seconds(began)} s`);
    if (found.length === 0) return;
    wrong[`${cell.call}: ${cell.fault}`] = found;
    console.log(`${cell.call}: ${cell.fault}: ${found.join('; ')}`);
  }
  // The slow ones first, so that they do not stand alone at the end.
  await inLanes(
    [...cells].sort((a, b) => Number(b.isSlow) - Number(a.isSlow)),
    LANES,
    play,
  );
  const came = `${cells.length - Object.keys(wrong).length} ended as they must`;
  report({ id: 'R4', did: `${cells.length} cells of fault and call`, came, tookMs: Date.now() - began });
  expect(wrong).toEqual({});
});

function seconds(sinceMs: number): number {
  return Math.round((Date.now() - sinceMs) / 1000);
}
