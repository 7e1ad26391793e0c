// Results that break off at any byte, or hold what nobody asked for, end complete, in order and without duplicates.
import { expect, test } from 'vitest';
import { cutsBy, playCut } from './support/cut-run.ts';
import { inLanes } from './support/lanes.ts';
import { createChance } from './support/random.ts';
import { report } from './support/report.ts';

const chance = createChance();
console.log(`TORTURE_SEED=${chance.seed}`);
const CUTS = Math.ceil((50 * Number(process.env.TORTURE_PERCENT ?? 100)) / 100);
const ROWS = Number(process.env.TORTURE_ROWS ?? 100_000);
/** A stall takes a minute of waiting each time, so several jobs wait at once. */
const LANES = 6;
/** Of a worker, whatever the size of the results. */
const MOST_BYTES = 400_000_000;
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB in a worker at most`;

test('50 jobs whose results break off once', async () => {
  const began = Date.now();
  const wrong: string[] = [];
  let peakBytes = 0;
  await inLanes(cutsBy(chance, CUTS), LANES, async (cut) => {
    const found = await playCut({ rows: ROWS, cut });
    wrong.push(...found.wrong.map((text) => `${cut.kind} at ${cut.at}: ${text}`));
    peakBytes = Math.max(peakBytes, found.workerBytes);
  });
  const did = `${CUTS} cuts of the results of ${ROWS} rows`;
  const came = `${wrong.length} not as they must be, ${megabytes(peakBytes)}`;
  report({ id: 'R13', did, came, tookMs: Date.now() - began });
  expect(wrong).toEqual([]);
  expect(peakBytes).toBeLessThan(MOST_BYTES);
});

test('results that hold what nobody asked for', async () => {
  const began = Date.now();
  const oddities = {
    duplicateRow: true,
    unknownRow: true,
    unknownType: true,
    malformedLine: true,
    crlf: true,
    lineSeparators: true,
    extraFields: true,
  };
  const { wrong, workerBytes } = await playCut({ rows: ROWS, cut: null, oddities });
  const did = `repeated, unknown and malformed lines, an unknown type, CRLF, U+2028 among ${ROWS} rows`;
  const came = `${wrong.length} not as they must be, ${megabytes(workerBytes)}`;
  report({ id: 'R13b', did, came, tookMs: Date.now() - began });
  expect(wrong).toEqual([]);
});
