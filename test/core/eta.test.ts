// The time that jobs take, told from history.
import { expect, it } from 'vitest';
import { etaFrom, type PastRun } from '../../src/core/job/eta.ts';
import { etaWords } from '../../src/slack/views/words.ts';

const MINUTE = 60_000;
const run = (minutes: number, changes: Partial<PastRun> = {}): PastRun => ({
  model: 'm',
  requests: 100,
  tookMs: minutes * MINUTE,
  ...changes,
});

it('is nothing below three comparable jobs', () => {
  expect(etaFrom([], { model: 'm', requests: 100 })).toBeNull();
  const others = [
    run(1),
    run(2),
    run(3, { model: 'other' }),
    run(3, { requests: 401 }),
    run(3, { requests: 24 }),
  ];
  expect(etaFrom(others, { model: 'm', requests: 100 })).toBeNull();
  expect(etaFrom([...others, run(3, { requests: 400 })], { model: 'm', requests: 100 })).toMatchObject({
    jobs: 3,
  });
});

it('leaves out the unusual tenth at either end', () => {
  const history = [999, 1, ...Array.from({ length: 18 }, (_, index) => 10 + index)].map((minutes) =>
    run(minutes),
  );
  expect(etaFrom(history, { model: 'm', requests: 100 })).toEqual({
    lowMs: 11 * MINUTE,
    highMs: 26 * MINUTE,
    jobs: 20,
  });
});

it.each([
  [{ lowMs: 12 * MINUTE, highMs: 40 * MINUTE, jobs: 18 }, 'Usually 12–40 min, from 18 jobs like this'],
  [{ lowMs: 5000, highMs: 20_000, jobs: 3 }, 'Usually 1 min, from 3 jobs like this'],
  [{ lowMs: 40 * MINUTE, highMs: 150 * MINUTE, jobs: 4 }, 'Usually 0.7–2.5 h, from 4 jobs like this'],
])('%o reads %s', (eta, words) => {
  expect(etaWords(eta)).toBe(words);
});
