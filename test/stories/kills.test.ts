// The short version of the kill torture: a few kills at random moments, and everything is there once.
import { expect, it } from 'vitest';
import { startBot } from '../torture/support/bot-process.ts';
import { JOURNEYS, type Journey } from '../torture/support/journey.ts';
import { playWithKills } from '../torture/support/kill-run.ts';
import { createChance } from '../torture/support/random.ts';
import type { Step } from '../torture/support/step.ts';
import { killAtEach, recordSteps } from '../torture/support/step-run.ts';
import { stopUnderLoad } from '../torture/support/stop-run.ts';
import { openTown } from '../torture/support/town.ts';
import { judge, NOTHING_WRONG } from '../torture/support/verdict.ts';

it('killed five times over eight jobs, the bot loses nothing, buys nothing twice and says nothing twice', async () => {
  const chance = createChance();
  console.log(`TORTURE_SEED=${chance.seed}`);
  const options = { kills: 5, wishes: 8, killWithinMs: 1800, settleSeconds: 1 };
  expect((await playWithKills(chance, options)).verdict).toEqual(NOTHING_WRONG);
}, 180_000);

/** @throws when there is no such journey */
function journeyAt(index: number): Journey {
  const journey = JOURNEYS[index];
  if (journey === undefined) throw new Error(`There is no journey ${index}.`);
  return journey;
}

it('killed at any named step, a journey ends with everything there once', async () => {
  const chance = createChance();
  const journey = journeyAt(chance.below(JOURNEYS.length));
  const steps = await recordSteps(journey);
  const some = Array.from({ length: 3 }, () => steps[chance.below(steps.length)]).filter(
    (step) => step !== undefined,
  );
  console.log(`TORTURE_SEED=${chance.seed}: ${journey.name}, ${some.map(({ name }) => name).join(', ')}`);
  expect((await killAtEach(journey, some, 2)).wrongs).toEqual([]);
});

it('killed between a draft and its card, the bot shows the card after its start', async () => {
  const afterDraft: Step = {
    name: 'after moveJob building→draft #1',
    side: 'after',
    called: null,
    what: 'moveJob building→draft',
    nth: 1,
  };
  const outcome = await killAtEach(journeyAt(0), [afterDraft], 1);
  expect(outcome).toEqual({ steps: 1, unreached: [], wrongs: [] });
});

it('killed three times while it uploads the results, the bot still hands over the files', async () => {
  await using town = await openTown({ settleSeconds: 1 });
  town.slack.faults.add({ method: 'file-upload', kind: 'hang', times: 3 });
  let bot = await startBot(town.env);
  const wish = await town.wish(0);
  for (const count of [1, 2, 3]) {
    const uploads = () => town.slack.calls.filter(({ fault }) => fault === 'hang').length;
    await town.slack.waitFor('an upload', () => uploads() === count || undefined, 60_000);
    await bot.kill();
    bot = await startBot(town.env);
  }
  await wish.done;
  await bot.stop();
  expect(judge(town, [wish], 0)).toMatchObject({ lost: 0, twicePosted: 0, problems: [] });
});

it('stopped in the middle of jobs, one of them without an answer, the bot ends in time and loses nothing', async () => {
  const outcome = await stopUnderLoad({ wishes: 8, doneAtStop: 2, settleSeconds: 1, isOneUnanswered: true });
  expect(outcome).toMatchObject({
    code: 0,
    lostAcks: [],
    verdict: { lost: 0, twiceSubmitted: 0, twicePosted: 0 },
  });
  expect(outcome.verdict).toMatchObject({ stuck: 0, corrupt: 0, problems: [] });
  expect(outcome.tookMs).toBeLessThan(10_000);
});
