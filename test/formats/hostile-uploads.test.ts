// The short version of what `npm run torture` does with three hundred hostile uploads, in the same worker processes.
import { describe, expect, it } from 'vitest';
import { type Outcome, runUploads, uploads } from '../support/hostile/run.ts';

const MOST_BYTES = 400_000_000;

/** Every tenth of those that were damaged on their way, and what is quick to make of those that were made to hurt. */
const QUICK = uploads.filter(({ what }, index) =>
  /^(cut|bits)/.test(what) ? index % 10 === 0 : !/\d MB|MB |GB|GiB|million|[\d,]+,000|2[01] MB/.test(what),
);

describe('hostile uploads', () => {
  it('end in a table or a sentence, within 400 MB', { timeout: 120_000 }, async () => {
    const outcomes: Outcome[] = [];
    for await (const outcome of runUploads(QUICK)) outcomes.push(outcome);
    expect(outcomes).toHaveLength(QUICK.length);
    expect(outcomes.length).toBeGreaterThan(80);
    const mistakes = outcomes.filter(({ end }) => end.kind === 'mistake');
    expect(mistakes.map(({ upload, end }) => [upload, end])).toEqual([]);
    const ended = outcomes.filter(
      ({ end }) => end.kind === 'sentence' && end.text.includes('time or memory'),
    );
    expect(ended).toEqual([]);
    expect(outcomes.filter(({ peakBytes }) => peakBytes > MOST_BYTES)).toEqual([]);
    expect(Math.max(...outcomes.map(({ peakBytes }) => peakBytes))).toBeGreaterThan(0);
  });
});
