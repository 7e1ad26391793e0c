// One journey with one kill at a named step, and several of them side by side.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { launchBot, startBot } from './bot-process.ts';
import { type Journey, setOut } from './journey.ts';
import { judgeTrip } from './journey-verdict.ts';
import { environmentOf, type Step, stepsOf, untilCalled } from './step.ts';
import { openTown, type TownOptions } from './town.ts';

const ENTRY = 'test/torture/bot/main.js';
/** What would be sent or posted once more is so by a later tick than this. */
const LATER_MS = 2500;
const TOWN: TownOptions = { settleSeconds: 1, batches: { finish: 'by-hand' } };

export interface StepsOutcome {
  steps: number;
  /** Steps that the bot did not come to this time. */
  unreached: string[];
  /** What was lost, twice or resented, with the step. */
  wrongs: string[];
}

/** @returns the steps of a journey, by playing it once to its end */
export async function recordSteps(journey: Journey): Promise<Step[]> {
  await using town = await openTown(TOWN);
  const writesPath = join(town.dataDir, 'steps');
  const bot = await startBot({ ...town.env, ...journey.env, TORTURE_STEPS: writesPath }, ENTRY);
  const trip = await setOut(town);
  await journey.play(trip);
  await bot.stop();
  const wrongs = judgeTrip(trip, journey);
  if (wrongs.length > 0) throw new Error(`Without any kill: ${wrongs.join('; ')}`);
  return stepsOf(town, writesPath);
}

/** Plays each step in a town of its own. @param lanes how many towns at once */
export async function killAtEach(
  journey: Journey,
  steps: readonly Step[],
  lanes: number,
): Promise<StepsOutcome> {
  const outcome: StepsOutcome = { steps: steps.length, unreached: [], wrongs: [] };
  const left = [...steps];
  async function lane(): Promise<void> {
    for (let step = left.shift(); step !== undefined; step = left.shift()) {
      const name = `${journey.name}, ${step.name}`;
      const { isReached, wrongs } = await killAt(journey, step);
      if (!isReached) outcome.unreached.push(name);
      outcome.wrongs.push(...wrongs.map((wrong) => `${name}: ${wrong}`));
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane));
  return outcome;
}

async function killAt(journey: Journey, step: Step): Promise<{ isReached: boolean; wrongs: string[] }> {
  await using town = await openTown(TOWN);
  const env = { ...town.env, ...journey.env };
  const called = untilCalled(town, step);
  let bot = launchBot({ ...env, ...environmentOf(step) }, ENTRY);
  let isReached = false;
  const killed = Promise.race([bot.gone, called.then(bot.kill)]).then(() => {
    isReached = true;
  });
  // A town that closes before the call came ends the wait for it.
  killed.catch(() => {});
  await Promise.race([bot.up.catch(() => {}), killed]);
  const trip = await setOut(town);
  const played = journey.play(trip).then(
    () => [],
    (error: unknown) => [`stuck: ${String(error).split('\n')[0]}`],
  );
  await Promise.race([killed, played]);
  if (isReached) {
    town.slack.faults.clear();
    town.claude.faults.clear();
    bot = launchBot(env, ENTRY);
    await bot.up;
  }
  const stuck = await played;
  await sleep(LATER_MS);
  await bot.stop();
  return { isReached, wrongs: [...stuck, ...judgeTrip(trip, journey)] };
}
