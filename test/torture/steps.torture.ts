// The bot is killed at each named step of each journey: on both sides of every write of its store and of every call.
import { expect, test } from 'vitest';
import { JOURNEYS } from './support/journey.ts';
import { report } from './support/report.ts';
import type { Step } from './support/step.ts';
import { killAtEach, recordSteps } from './support/step-run.ts';

const LANES = Number(process.env.TORTURE_LANES ?? 8);

/** What an earlier journey went through in the same way; what comes a second time is another thing in each. */
const known = new Set<string>();

test.each(JOURNEYS)('killed at each step of $name', async (journey) => {
  const began = Date.now();
  const keyOf = ({ nth, name }: Step) => (nth > 1 ? `${journey.name}, ${name}` : name);
  const steps = (await recordSteps(journey)).filter((step) => !known.has(keyOf(step)));
  for (const step of steps) known.add(keyOf(step));
  const { wrongs, unreached } = await killAtEach(journey, steps, LANES);
  for (const name of unreached) console.log(`not reached: ${name}`);
  for (const wrong of wrongs) console.log(wrong);
  const writes = steps.filter(({ called }) => called === null).length;
  const did = `${journey.name}: killed at ${steps.length} steps, ${writes} of them at writes`;
  report({
    id: 'R3',
    did,
    came: `${wrongs.length} wrong, ${unreached.length} not reached`,
    tookMs: Date.now() - began,
  });
  expect(wrongs).toEqual([]);
  expect(steps.length - unreached.length).toBeGreaterThan(steps.length * 0.9);
});
