// A thousand jobs run for a day among other people's message batches, all in one process, both rate limits on.
import { expect, it } from 'vitest';
import { asksOf, editsOf, hasEnded, ours, startJobs } from '../support/crowd.ts';
import { openWorld, problemsOf } from '../support/world.ts';
import { startBot } from './support/bot-process.ts';
import { report } from './support/report.ts';

const JOBS = 1000;
const FOREIGN = 300;
const TICK_MS = 120_500;
/** With the hour in which the jobs start not a whole day: what is older than that expires at Anthropic. */
const DAY_TICKS = 670;
const END_TICKS = 200;
const TICKS_ALONE = 30;

it('a thousand jobs for a day, then all of them end', async () => {
  const began = Date.now();
  // The lowest tier processes this many at once; every job has one request.
  await using world = await openWorld({ batches: { queueLimit: 1_000_000 } });
  const { claude, slack } = world;
  for (let index = 0; index < FOREIGN / 2; index++) claude.addForeign(1);
  const starts = await startJobs(world, JOBS);
  for (let index = 0; index < FOREIGN / 2; index++) claude.addForeign(1);
  const startedMs = Date.now() - began;

  let mostPages = 0;
  let mostSingles = 0;
  async function tick(): Promise<void> {
    const from = claude.calls.length;
    await world.tick();
    const { pages, singles, refused } = asksOf(world, from);
    expect(refused).toBe(0);
    mostPages = Math.max(mostPages, pages);
    mostSingles = Math.max(mostSingles, singles);
    world.advance(TICK_MS);
  }
  for (let turn = 0; turn < DAY_TICKS; turn++) await tick();
  claude.finish();
  let endTicks = 0;
  while (!starts.every((start) => hasEnded(world, start)) && endTicks++ < END_TICKS) await tick();

  // Files are shared a moment after the answer; whether all are there is asserted below.
  await slack
    .waitFor('every end', () => starts.every((start) => hasEnded(world, start)), 3000)
    .catch(() => {});

  const ended = starts.filter((start) => hasEnded(world, start)).length;
  const { inAMinute, ofOneCard } = editsOf(world);
  const busy = slack.calls.filter(({ error }) => error === 'ratelimited').length;
  report({
    id: 'R12',
    did: `${JOBS} jobs for ${Math.round((DAY_TICKS * TICK_MS) / 3_600_000)} h among ${FOREIGN} foreign message batches`,
    came: `${ended} ended once, at most ${mostPages} pages and ${mostSingles} singles a tick, ${inAMinute} edits a minute, ${ofOneCard} a card, ${busy} × 429 of Slack waited out, started in ${Math.round(startedMs / 1000)} s, ${endTicks} ticks to end`,
    tookMs: Date.now() - began,
  });
  expect(ended).toBe(JOBS);
  expect(ours(world)).toHaveLength(JOBS);
  expect(mostPages).toBeLessThanOrEqual(Math.ceil((JOBS + FOREIGN) / 1000));
  // What is created after a page was read, or stands on a page that is not worth reading, is asked for alone.
  expect(mostSingles).toBeLessThanOrEqual(3);
  expect(inAMinute).toBeLessThanOrEqual(50);
  expect(ofOneCard).toBeLessThanOrEqual(30);
  expect(problemsOf(world)).toEqual([]);
});

it('the memory of the bot alone while a thousand jobs run', async () => {
  const began = Date.now();
  await using world = await openWorld({ batches: { queueLimit: 1_000_000 } });
  const { claude } = world;
  await startJobs(world, JOBS);
  await world.stopBot();
  const from = claude.calls.length;
  const bot = await startBot({ ...world.env(), POLL_SCHEDULE: '* * * * * *', LOG_LEVEL: 'info' });
  const pages = () => claude.calls.slice(from).filter(({ path }) => path === '/v1/messages/batches').length;
  await claude.waitFor('the ticks', () => pages() >= TICKS_ALONE || undefined, 180_000);
  const [main = 0, ...workers] = bot.peakBytes().map((bytes) => Math.round(bytes / 1e6));
  await bot.stop();
  report({
    id: 'R12',
    did: `${JOBS} running jobs, ${TICKS_ALONE} ticks a second apart`,
    came: `at most ${[main, ...workers].join(' + ')} MB`,
    tookMs: Date.now() - began,
  });
  expect(main).toBeLessThanOrEqual(300);
});
