// Slack in trouble: whatever call fails, however it fails, the job goes its way once.

import { describe, expect, it } from 'vitest';
import type { Fault, Message } from '../../src/sim/slack/index.ts';
import { isFirstRows, withoutFirstRows } from '../support/first-rows.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

const CSV = 'name\nAnn\nBo\n';

/** Waits for something to be there; whenever nothing more happens by itself, ticks and lets time pass. */
async function untilShown<T>(world: World, what: string, probe: () => T | undefined | false): Promise<T> {
  for (let turn = 0; turn < 12; turn++) {
    const found = await world.slack.waitFor(what, probe, 400).catch(() => undefined);
    if (found !== undefined) return found;
    await world.tick();
    world.advance(20_000);
  }
  return world.slack.waitFor(what, probe);
}

/** The whole journey with one fault waiting; @returns the thread as the bot left it, without the first rows, which come once. */
async function playWith(...faults: Fault[]): Promise<{ world: World; messages: Message[] }> {
  const world = await openWorld();
  for (const fault of faults) world.slack.faults.add(fault);
  const { ana, claude } = world;
  const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
  const draft = await untilShown(world, 'the draft', () =>
    world.replies(start).find((message) => shown(message).includes('"Submit"')),
  );
  await ana.click(draft, 'Submit');
  await claude.waitFor('the message batch', () => claude.batches().length === 1);
  await world.tick();
  claude.finish();
  await untilShown(world, 'the closing message', () =>
    world.replies(start).find(({ files }) => files.length === 2),
  );
  await untilShown(world, 'the done card', () =>
    world.replies(start).find((message) => shown(message).includes('2 done')),
  );
  await world.tick();
  const messages = world.replies(start);
  expect(messages.filter(isFirstRows).length).toBeLessThanOrEqual(1);
  return { world, messages: withoutFirstRows(messages) };
}

const METHODS = [
  'files.info',
  'file-download',
  'reactions.add',
  'chat.postMessage',
  'chat.update',
  'files.getUploadURLExternal',
  'file-upload',
  'files.completeUploadExternal',
] as const;

const FAULTS: [string, Omit<Fault, 'method'>][] = [
  ['answers 429', { kind: 'rate-limited', retryAfterSeconds: 1 }],
  ['answers 500', { kind: 'status', status: 500 }],
  ['answers 408 for a proxy', { kind: 'status', status: 408 }],
  ['answers ratelimited with status 200', { kind: 'error', error: 'ratelimited' }],
  ['drops the connection before', { kind: 'reset-before' }],
  ['drops the connection after', { kind: 'reset-after' }],
];

/** Each method with two of the faults, each fault with some of the methods; the torture of faults has them all. */
const CASES = METHODS.flatMap((method, row) =>
  FAULTS.filter((_, column) => (row + column) % 3 === 0).map(([how, fault]) => ({ method, how, fault })),
);

describe('the job arrives once when', () => {
  it.each(CASES)('$method $how', async ({ method, fault }) => {
    const { world, messages } = await playWith({ method, ...fault });
    await using _world = world;
    expect(world.claude.batches()).toHaveLength(1);
    expect(messages.filter(({ files }) => files.length > 0)).toHaveLength(1);
    expect(messages.filter(({ files }) => files.length === 0)).toHaveLength(1);
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('a post without an answer', () => {
  const post: Fault = { method: 'chat.postMessage', kind: 'reset-after' };

  it('is not made again while Slack cannot be asked whether it stands there', async () => {
    const look: Fault = { method: 'conversations.replies', kind: 'error', error: 'ratelimited', times: 8 };
    const { world, messages } = await playWith(post, look);
    await using _world = world;
    expect(messages.filter(({ files }) => files.length === 0)).toHaveLength(1);
    expect(problemsOf(world)).toEqual([]);
  });

  it('is made again when Slack does not let the bot look, because none is worse than two', async () => {
    const look: Fault = { method: 'conversations.replies', kind: 'error', error: 'missing_scope', times: 50 };
    const { world, messages } = await playWith(post, look);
    await using _world = world;
    world.advance(130_000);
    const threadTs = messages[0]?.threadTs ?? '';
    await untilShown(
      world,
      'the second card',
      () =>
        world.slack.thread(world.marketing, threadTs).filter(({ text }) => text.startsWith('Job #1'))
          .length === 2,
    );
    expect(world.logLines.join('\n')).toContain('a post could not be looked for');
  });
});

describe('when Slack', () => {
  it('never answers an edit, the call is given up and made again', async () => {
    const { world, messages } = await playWith({ method: 'chat.update', kind: 'hang' });
    await using _world = world;
    expect(messages).toHaveLength(2);
  });

  it('cannot take files at all, the closing message says so and sends them on a click', async () => {
    await using world = await openWorld();
    const { ana, slack, claude } = world;
    slack.faults.add({ method: 'file-upload', kind: 'status', status: 500, times: 3 });
    const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
    await ana.click(await world.card(start, '"Submit"'), 'Submit');
    await claude.waitFor('the message batch', () => claude.batches().length === 1);
    await world.card(start, 'In progress');
    claude.finish();
    const closing = await untilShown(world, 'the closing message', () =>
      world.replies(start).find((message) => shown(message).includes('could not be attached')),
    );
    expect(closing.text).toContain(`<@${ana.id}>`);
    await ana.click(closing, 'Send the files again');
    await untilShown(world, 'the files', () => world.replies(start).find(({ files }) => files.length === 2));
    expect(problemsOf(world)).toEqual([]);
  });

  it('reconnects, refreshes and drops sockets, no click or file is lost', async () => {
    await using world = await openWorld();
    const { ana, slack, claude } = world;
    slack.socket.refresh();
    const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
    const draft = await world.card(start, '"Submit"');
    slack.faults.add({ method: 'apps.connections.open', kind: 'status', status: 500 });
    slack.socket.drop();
    await slack.waitFor('the drop', () => slack.socket.connections < 2);
    await slack.waitFor('both connections', () => slack.socket.connections === 2);
    await ana.click(draft, 'Submit');
    await claude.waitFor('the message batch', () => claude.batches().length === 1);
    expect(problemsOf(world)).toEqual([]);
  });

  it('takes the bot out of the channel, the job goes on and can be asked for elsewhere', async () => {
    await using world = await openWorld();
    const { ana, slack, claude, marketing } = world;
    const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
    await ana.click(await world.card(start, '"Submit"'), 'Submit');
    await world.card(start, 'In progress');
    slack.removeBot(marketing);
    claude.finish();
    await world.tick();
    await world.tick();
    const direct = slack.directMessage(ana);
    await ana.command(direct, '/batch status #1');
    await world.whisper(ana, '2 done');
    slack.addBot(marketing);
    await ana.command(marketing, '/batch results #1');
    await untilShown(world, 'the files', () => world.replies(start).find(({ files }) => files.length === 2));
    expect(problemsOf(world)).toEqual([]);
  });

  it('loses the card because somebody deleted it, the results still come', async () => {
    await using world = await openWorld();
    const { ana, slack, claude, marketing } = world;
    const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
    const card = await world.card(start, '"Submit"');
    await ana.click(card, 'Submit');
    await world.card(start, 'In progress');
    slack.deleteMessage(marketing, card.ts);
    claude.finish();
    await world.tick();
    await untilShown(world, 'the files', () => world.replies(start).find(({ files }) => files.length === 2));
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('a file that cannot be had', () => {
  it('is told of while it is tried, and given up after a quarter of an hour', async () => {
    await using world = await openWorld();
    world.slack.faults.add({ method: 'file-download', kind: 'truncate', times: 1000 });
    const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
    await world.slack.waitFor('the first try', () =>
      world.slack.calls.some(({ method }) => method === 'files.info'),
    );
    world.advance(10_000);
    await world.tick();
    await world.card(start, 'Reading');
    world.advance(16 * 60_000);
    await world.tick();
    await world.card(start, 'Failed', 'quarter of an hour', 'Drop it again');
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('an answer to one person', () => {
  const TROUBLE: [string, Omit<Fault, 'method'>][] = [
    ['429', { kind: 'rate-limited', retryAfterSeconds: 1 }],
    ['500', { kind: 'status', status: 500 }],
    ['a dropped connection', { kind: 'reset-before' }],
  ];

  it.each(TROUBLE)('through the response_url is sent again after %s', async (_what, fault) => {
    await using world = await openWorld();
    world.slack.faults.add({ method: 'response-url', ...fault });
    await world.ana.command(world.marketing, '/batch list');
    await world.whisper(world.ana, 'no jobs here yet');
    expect(problemsOf(world)).toEqual([]);
  });

  it.each(TROUBLE)('such as an offer comes with the next tick after %s', async (_what, fault) => {
    await using world = await openWorld();
    world.slack.faults.add({ method: 'chat.postEphemeral', ...fault });
    await world.ana.say(world.marketing, 'numbers', { files: [{ name: 'people.csv', content: CSV }] });
    await untilShown(world, 'the offer', () =>
      world.slack.ephemerals(world.ana).find((message) => shown(message).includes('Start a batch')),
    );
  });

  it('whose modal cannot be opened says so', async () => {
    await using world = await openWorld();
    const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
    const draft = await world.card(start, '"Edit"');
    world.slack.faults.add({ method: 'views.open', kind: 'status', status: 500 });
    await world.ana.click(draft, 'Edit');
    await world.whisper(world.ana, 'Slack does not answer', 'Try again', 'Error code');
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('the start', () => {
  it.each([
    ['auth.test', 500],
    ['auth.test', 408],
    ['apps.connections.open', 500],
    ['apps.connections.open', 408],
  ])('survives a %s that answers %i at first', async (method, status) => {
    await using world = await openWorld();
    await world.stopBot();
    world.slack.faults.add({ method, kind: 'status', status, times: 2 });
    await world.startBot();
    await world.ana.command(world.marketing, '/batch list');
    await world.whisper(world.ana, 'no jobs here yet');
  });

  it('ends when Slack does not accept the token', async () => {
    await using world = await openWorld();
    await world.stopBot();
    world.slack.revokeToken();
    await expect(world.startBot()).rejects.toThrow();
  });
});
