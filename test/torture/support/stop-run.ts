// The bot is stopped as an operator does while jobs are in all states, and started again.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { startBot } from './bot-process.ts';
import { openTown, type TownOptions, type Wish } from './town.ts';
import { judge, type Verdict } from './verdict.ts';

export interface StopOutcome {
  code: number | null;
  tookMs: number;
  /** How many jobs were in each state when it was stopped. */
  states: Record<string, number>;
  /** What Slack delivered and nobody acknowledged. */
  lostAcks: string[];
  /** After the next start. */
  verdict: Verdict;
}

export interface StopOptions extends TownOptions {
  wishes: number;
  /** How many of them have ended when the bot is stopped. */
  doneAtStop: number;
  /** One more create call is under way then, which Anthropic never answers. */
  isOneUnanswered?: boolean;
}

/** Stops it once, and sees all jobs to their end after the next start. */
export async function stopUnderLoad(options: StopOptions): Promise<StopOutcome> {
  await using town = await openTown(options);
  const wishes: Wish[] = [];
  let done = 0;
  let stuck = 0;
  let bot = await startBot(town.env);
  for (let number = 0; number < options.wishes; number++) {
    const wish = await town.wish(number);
    wish.done.then(
      () => (done += 1),
      () => (stuck += 1),
    );
    wishes.push(wish);
    // Those that come last are at their beginning when the first have ended.
    if (number < options.wishes / 2) await town.slack.waitFor('a reply', () => town.replies(wish).length > 0);
  }
  await town.slack.waitFor('some that are done', () => done >= options.doneAtStop, 120_000);
  if (options.isOneUnanswered) {
    town.claude.faults.add({ method: 'POST', path: /\/batches$/, kind: 'hang-before' });
    const wish = await town.wish(wishes.length);
    wish.done.catch(() => (stuck += 1));
    wishes.push(wish);
    const isHanging = () => town.claude.calls.some(({ fault }) => fault === 'hang-before');
    await town.claude.waitFor('a create without an answer', isHanging, 60_000);
  }
  const states = countStates(join(town.dataDir, 'data', 'control.sqlite'));
  const { code, tookMs } = await bot.stop();
  const lostAcks = town.slack.problems.filter((text) => /timeout|never acknowledged/.test(text));
  bot = await startBot(town.env);
  await Promise.allSettled(wishes.map((wish) => wish.done));
  await sleep((options.settleSeconds + 3) * 1000);
  await bot.stop();
  return { code, tookMs, states, lostAcks, verdict: judge(town, wishes, stuck) };
}

function countStates(path: string): Record<string, number> {
  const file = new Database(path, { readonly: true });
  const rows = file.prepare('select state, count(*) as count from job group by state').all();
  file.close();
  return Object.fromEntries(
    (rows as { state: string; count: number }[]).map((row) => [row.state, row.count]),
  );
}
