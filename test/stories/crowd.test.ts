// Fifty jobs run for an hour: few calls, few edits, a click is shown at once, and each job ends once.

import { describe, expect, it } from 'vitest';
import { asksOf, editsOf, hasEnded, ours, startJobs } from '../support/crowd.ts';
import { withoutFirstRows } from '../support/first-rows.ts';
import { openWorld, problemsOf, shown } from '../support/world.ts';

const JOBS = 50;
const TICK_MS = 60_500;

describe('fifty running jobs', () => {
  it('cost one page of the list a tick, are edited within the limit, and end once each', async () => {
    await using world = await openWorld({ env: { CARD_EDITS_PER_MINUTE: '20' } });
    const { claude, slack, ana } = world;
    const starts = await startJobs(world, JOBS);
    claude.addForeign(1);
    for (let minute = 0; minute < 60; minute++) {
      const from = claude.calls.length;
      await world.tick();
      expect(asksOf(world, from)).toEqual({ pages: 1, singles: 0, refused: 0 });
      world.advance(TICK_MS);
    }
    const told = /about (45 minutes|1 hour)/;
    for (const start of starts) expect(world.replies(start).map(shown).join()).toMatch(told);

    // Every card ticks, and yet a click is shown at once.
    world.advance(60 * 60_000);
    await world.tick();
    const [first] = starts;
    if (first === undefined) throw new Error('There is no job.');
    await ana.click(await world.card(first, '"Cancel"'), 'Cancel');
    await slack.waitFor('the click shown', () =>
      world.replies(first).some((message) => shown(message).includes('Cancelling')),
    );

    claude.finish();
    await world.inTime('every end', () => starts.slice(1).every((start) => hasEnded(world, start)), TICK_MS);
    expect(ours(world)).toHaveLength(JOBS);
    for (const start of starts) expect(withoutFirstRows(world.replies(start))).toHaveLength(2);
    const { inAMinute, ofOneCard } = editsOf(world);
    expect(inAMinute).toBeLessThanOrEqual(20);
    expect(ofOneCard).toBeLessThanOrEqual(30);
    expect(problemsOf(world)).toEqual([]);
  });
});
