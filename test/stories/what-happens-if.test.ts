// Crashes and troubles between two steps of a job's way: what docs/what-happens-if.md says and no other story shows.

import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/sim/slack/index.ts';
import { withoutFirstRows } from '../support/first-rows.ts';
import { openWorld, problemsOf, shown, type World, type WorldOptions } from '../support/world.ts';

const CSV = 'name\nAnn\nBo\nCy\n';

const drop = (world: World) => world.drop('people.csv', CSV, 'Greet {{name}}');
const cards = (world: World, start: Message) =>
  withoutFirstRows(world.replies(start)).filter(({ files }) => files.length === 0);
const closings = (world: World, start: Message) =>
  world.replies(start).filter(({ files }) => files.length > 0);
const slackCalls = (world: World, method: string) =>
  world.slack.calls.filter((call) => call.method === method).length;

/** A job that Anthropic has. */
async function runningJob(options: WorldOptions = {}): Promise<{ world: World; start: Message }> {
  const world = await openWorld(options);
  const start = await drop(world);
  await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
  await world.card(start, 'In progress');
  return { world, start };
}

/** One card, one closing message, one message batch, and nothing improper. */
async function endsOnce(world: World, start: Message): Promise<void> {
  await world.cardInTime(start, '3 done');
  await world.inTime('the files', () => closings(world, start).length > 0);
  await world.tick();
  expect(cards(world, start)).toHaveLength(1);
  expect(closings(world, start)).toHaveLength(1);
  expect(world.claude.batches()).toHaveLength(1);
  expect(problemsOf(world)).toEqual([]);
}

async function submitAndEnd(world: World, start: Message): Promise<void> {
  await world.ana.click(await world.cardInTime(start, '"Submit"'), 'Submit');
  await world.cardInTime(start, 'In progress');
  world.claude.finish();
  await endsOnce(world, start);
}

describe('stopped and started again', () => {
  it('with a stored event that was not handled, the bot handles it', async () => {
    await using world = await openWorld();
    world.slack.faults.add({ method: 'files.info', kind: 'status', status: 500, times: 3 });
    const start = await world.ana.say(world.marketing, 'numbers', {
      files: [{ name: 'people.csv', content: CSV }],
    });
    await world.slack.waitFor('the look', () => slackCalls(world, 'files.info') > 0);
    await world.restart();
    await world.inTime('the offer', () =>
      world.slack.ephemerals(world.ana).some((message) => shown(message).includes('Start a batch')),
    );
    expect(start.files).toHaveLength(1);
    expect(problemsOf(world)).toEqual([]);
  });

  it('while a file is fetched, the bot fetches it again and makes one draft', async () => {
    await using world = await openWorld();
    world.slack.faults.add({ method: 'file-download', kind: 'truncate', times: 3 });
    const start = await drop(world);
    await world.slack.waitFor('the fetch', () => slackCalls(world, 'files.info') > 0);
    await world.restart();
    await submitAndEnd(world, start);
  });

  it('after a card whose answer was lost, the bot finds it and posts no other', async () => {
    await using world = await openWorld();
    world.slack.faults.add({ method: 'chat.postMessage', kind: 'reset-after' });
    const start = await drop(world);
    await world.card(start, '"Submit"');
    await world.restart();
    await submitAndEnd(world, start);
  });

  it('between the click on Submit and the sending, the bot sends once', async () => {
    await using world = await openWorld();
    const start = await drop(world);
    world.claude.faults.add({ method: 'GET', path: /batches$/, kind: 'status', status: 529, times: 2 });
    await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
    await world.card(start, 'tried again by itself');
    await world.restart();
    await world.cardInTime(start, 'In progress');
    world.claude.finish();
    await endsOnce(world, start);
  });

  it('with results that came only in part, the bot collects them again, each once', async () => {
    const { world, start } = await runningJob();
    await using _world = world;
    world.claude.faults.add({ path: /results$/, kind: 'cut', cutAtLine: 1 });
    world.claude.finish();
    await world.tick();
    expect(world.replies(start).some((message) => shown(message).includes('done'))).toBe(false);
    await world.restart();
    await endsOnce(world, start);
  });

  it.each([
    ['was not shared', 'reset-before', 2],
    ['was shared without an answer', 'reset-after', 1],
  ] as const)('after a results file %s, the bot hands the files over once', async (_what, kind, attempts) => {
    const { world, start } = await runningJob();
    await using _world = world;
    world.slack.faults.add({ method: 'files.completeUploadExternal', kind });
    world.claude.finish();
    await world.tick();
    await world.slack.waitFor('the attempt', () => slackCalls(world, 'files.completeUploadExternal') > 0);
    await world.restart();
    await endsOnce(world, start);
    // A second sharing would show in the thread only a moment later.
    expect(slackCalls(world, 'files.completeUploadExternal')).toBe(attempts);
  });
});

describe('Slack', () => {
  it('that is down for hours stops no job, and gets the results once it is back', async () => {
    const { world, start } = await runningJob();
    await using _world = world;
    world.slack.faults.add({
      method: /^(chat|files)\./,
      kind: 'rate-limited',
      retryAfterSeconds: 60,
      times: 8,
    });
    world.claude.finish();
    await world.tick();
    expect(closings(world, start)).toHaveLength(0);
    world.advance(3 * 60 * 60_000);
    await endsOnce(world, start);
  });

  it('that does not accept the token any more gets card and results when it does again', async () => {
    const { world, start } = await runningJob();
    await using _world = world;
    const fault = { method: /^(chat|files)\./, kind: 'error', error: 'token_revoked', times: 4 } as const;
    world.slack.faults.add(fault);
    world.claude.finish();
    await world.tick();
    expect(closings(world, start)).toHaveLength(0);
    expect(world.logLines.join('\n')).toContain('token_revoked');
    await endsOnce(world, start);
  });
});

describe('a message batch', () => {
  it('that somebody cancels in the Claude Console ends as cancelled, with what was answered', async () => {
    const { world, start } = await runningJob();
    await using _world = world;
    world.claude.finish(undefined, (_request, index) => (index === 0 ? 'succeeded' : 'canceled'));
    await world.cardInTime(start, '🚫 Cancelled', '1 done · 2 cancelled');
    await world.inTime('the files', () => closings(world, start).length === 1);
    expect(problemsOf(world)).toEqual([]);
  });

  it('with a result of a type that nobody knows counts it as failed and names it', async () => {
    const { world, start } = await runningJob({ batches: { oddities: { unknownType: true } } });
    await using _world = world;
    world.claude.finish();
    await world.cardInTime(start, '2 done · 1 failed', 'unknown type');
    await world.inTime('the files', () => closings(world, start).length === 1);
    expect(problemsOf(world)).toEqual([]);
  });
});
