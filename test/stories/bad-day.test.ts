// The short version of the torture by deliveries: each event and each press of a button counts once, and none is silent.
import { expect, it } from 'vitest';
import { playClicks } from '../torture/support/clicks.ts';
import { playDeliveries } from '../torture/support/deliveries.ts';
import { createChance } from '../torture/support/random.ts';

it('a hundred events, each delivered 1 to 4 times, late and out of order, are each handled once', async () => {
  const { seed } = createChance();
  console.log(`TORTURE_SEED=${seed}`);
  const { events, arrivals, ...wrong } = await playDeliveries({
    mentions: 80,
    drops: 10,
    lateMs: 2000,
    seed,
  });
  expect(wrong).toEqual({ unanswered: 0, answeredAgain: 0, problems: [] });
  expect(arrivals).toBeGreaterThan(events);
});

it('ten clicks of each of ten people on Submit buy once, and ninety-nine are told', async () => {
  const { slowestAckMs, ...played } = await playClicks(10, 10);
  expect(played).toEqual({ clicks: 100, bought: 1, told: 99, problems: [] });
  expect(slowestAckMs).toBeLessThan(3000);
});
