// The bot is stopped in the middle of fifty jobs: it ends in time, and after the next start everything is there once.
import { expect, test } from 'vitest';
import { report } from './support/report.ts';
import { stopUnderLoad } from './support/stop-run.ts';
import { NOTHING_WRONG } from './support/verdict.ts';

test('stopped under load, with Slack and Anthropic slow', async () => {
  const began = Date.now();
  const outcome = await stopUnderLoad({
    wishes: 50,
    doneAtStop: 32,
    isOneUnanswered: true,
    settleSeconds: 4,
    batches: { finish: { afterMs: 1500 }, oddities: { slowCreateMs: 1500 } },
    slackDelayMs: 700,
  });
  const { code, tookMs, states, lostAcks, verdict } = outcome;
  const came = `exit code ${code} in ${tookMs} ms, ${lostAcks.length} acks lost`;
  const did = `stopped under load: ${JSON.stringify(states)}`;
  report({ id: 'R15', did, came, tookMs: Date.now() - began });
  expect(lostAcks).toEqual([]);
  expect(verdict).toEqual(NOTHING_WRONG);
  expect(code).toBe(0);
  expect(tookMs).toBeLessThan(10_000);
});
