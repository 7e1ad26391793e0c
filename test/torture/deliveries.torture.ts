// Slack on a bad day: events several times, late, out of order, and a thousand clicks on one button.
import { expect, test } from 'vitest';
import { playClicks } from './support/clicks.ts';
import { playDeliveries } from './support/deliveries.ts';
import { createChance } from './support/random.ts';
import { report } from './support/report.ts';

const chance = createChance();
console.log(`TORTURE_SEED=${chance.seed}`);

test('5,000 events, each delivered 1 to 4 times, late and out of order, are each handled once', async () => {
  const began = Date.now();
  const played = await playDeliveries({ mentions: 4800, drops: 100, lateMs: 20_000, seed: chance.seed });
  const { events, arrivals, ...wrong } = played;
  const came = `${wrong.unanswered} not handled, ${wrong.answeredAgain} handled again`;
  report({ id: 'R6', did: `${events} events in ${arrivals} deliveries`, came, tookMs: Date.now() - began });
  expect(wrong).toEqual({ unanswered: 0, answeredAgain: 0, problems: [] });
  expect(arrivals).toBeGreaterThan(events * 2);
});

test('50 clicks of each of 20 people on Submit buy once, and 999 are told', async () => {
  const began = Date.now();
  const { clicks, bought, told, slowestAckMs, problems } = await playClicks(20, 50);
  const came = `${bought} bought, ${told} told, slowest acknowledgement ${slowestAckMs} ms`;
  report({ id: 'R7', did: `${clicks} clicks on Submit`, came, tookMs: Date.now() - began });
  expect({ clicks, bought, told, problems }).toEqual({ clicks: 1000, bought: 1, told: 999, problems: [] });
});
