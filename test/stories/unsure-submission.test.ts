// A submission whose outcome nobody can tell: a person decides, and what was taken for ours has to prove it.
import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/sim/slack/index.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

const CSV = 'name\nAnn\nBo\nCy\n';
const SETTLE_MS = 120_000;

/** A draft, submitted into a connection that drops; Anthropic took it when `isTaken`. */
async function submitUnanswered(world: World, isTaken: boolean): Promise<Message> {
  const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
  const draft = await world.card(start, '"Submit"');
  world.claude.faults.add({
    method: 'POST',
    path: /batches$/,
    kind: isTaken ? 'reset-after' : 'reset-before',
  });
  await world.ana.click(draft, 'Submit');
  await world.claude.waitFor('the attempt', () =>
    world.claude.calls.some(({ method, path }) => method === 'POST' && path.endsWith('batches')),
  );
  return start;
}

async function settle(world: World): Promise<void> {
  world.advance(SETTLE_MS + 10_000);
  await world.tick();
}

async function finish(world: World, start: Message, ...words: string[]): Promise<Message> {
  world.claude.finish();
  return world.cardInTime(start, ...words);
}

const filesIn = (world: World, start: Message) =>
  world.replies(start).reduce((sum, { files }) => sum + files.length, 0);

const posts = ({ claude }: World) =>
  claude.calls.filter(({ method, path }) => method === 'POST' && path.endsWith('batches')).length;

const ours = (world: World) => world.claude.batches().filter(({ foreign }) => !foreign);

describe('a submission without an answer', () => {
  it('is the message batch that a person chooses from the list, and is not sent again', async () => {
    await using world = await openWorld();
    const start = await submitUnanswered(world, true);
    world.claude.addForeign(3);
    await settle(world);
    const card = await world.cardInTime(start, 'Needs a human');
    const [taken] = ours(world);
    const buttons = shown(card).split('Use …').length - 1;
    expect(buttons).toBe(2);
    await world.ana.click(card, `Use …${taken?.id.slice(-6)}`);
    await world.cardInTime(start, 'In progress');
    await finish(world, start, '3 done');
    expect(ours(world)).toHaveLength(1);
    expect(problemsOf(world)).toEqual([]);
  });

  it('that was taken for somebody else’s message batch says so, uses nothing of it, and can be sent again', async () => {
    await using world = await openWorld();
    const start = await submitUnanswered(world, false);
    const foreign = world.claude.addForeign(3);
    await settle(world);
    await world.cardInTime(start, 'In progress', foreign.id);
    const card = await finish(world, start, 'Needs a human', 'turned out to hold other requests');
    expect(world.logLines.join('\n')).toContain('an adopted message batch was not ours');
    await world.ana.click(card, 'Send it again');
    await world.claude.waitFor('the message batch', () => ours(world).length === 1);
    await finish(world, start, '3 done');
    await world.slack.waitFor('the files', () =>
      world.replies(start).find(({ files }) => files.length === 2),
    );
    expect(problemsOf(world)).toEqual([]);
  });

  it('is found again although somebody watches it meanwhile', async () => {
    await using world = await openWorld();
    const start = await submitUnanswered(world, true);
    const [taken] = ours(world);
    await world.ben.command(world.marketing, `/batch watch ${taken?.id}`);
    await world.whisper(world.ben, 'Job #2');
    await settle(world);
    await world.cardInTime(start, 'In progress', taken?.id ?? '');
    await finish(world, start, '3 done');
    expect(ours(world)).toHaveLength(1);
    expect(problemsOf(world)).toEqual([]);
  });

  it('is looked for after the end of a call that took long, not from its beginning on', async () => {
    await using world = await openWorld();
    const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
    const draft = await world.card(start, '"Submit"');
    const post = { method: 'POST' as const, path: /batches$/ };
    world.claude.faults.add({ ...post, kind: 'reset-before', delayMs: 1000 });
    await world.ana.click(draft, 'Submit');
    await world.claude.waitFor('the call', () => world.claude.faults.waiting().length === 0);
    world.advance(10 * 60_000);
    await world.claude.waitFor('its end', () => posts(world) === 1);
    for (let turn = 0; turn < 3; turn++) await world.tick();
    await world.cardInTime(start, 'Checking with Anthropic');
    expect(posts(world)).toBe(1);
    await settle(world);
    await world.cardInTime(start, 'In progress');
    expect(posts(world)).toBe(2);
    expect(problemsOf(world)).toEqual([]);
  });

  it('asks a person where the list is too long to be looked through', async () => {
    await using world = await openWorld();
    const start = await submitUnanswered(world, true);
    for (let count = 0; count < 1001; count++) world.claude.addForeign(5);
    await settle(world);
    await world.cardInTime(start, 'Needs a human', 'more than 1000 newer message batches');
    expect(ours(world)).toHaveLength(1);
    expect(problemsOf(world)).toEqual([]);
  });

  it('can be left unsent, and is a draft again', async () => {
    await using world = await openWorld();
    const start = await submitUnanswered(world, false);
    world.claude.addForeign(3);
    world.claude.addForeign(3);
    await settle(world);
    await world.ana.click(await world.cardInTime(start, 'Needs a human'), 'Do not send it');
    await world.cardInTime(start, 'decided not to send', '"Submit"');
    expect(ours(world)).toHaveLength(0);
    expect(problemsOf(world)).toEqual([]);
  });

  it('is decided once, by whoever presses first', async () => {
    await using world = await openWorld();
    const start = await submitUnanswered(world, true);
    world.claude.addForeign(3);
    await settle(world);
    const card = await world.cardInTime(start, 'Needs a human');
    const [taken] = ours(world);
    await Promise.all([
      world.ana.click(card, `Use …${taken?.id.slice(-6)}`),
      world.ben.click(card, 'None of them: send it again'),
    ]);
    await world.cardInTime(start, 'In progress');
    const said = await world.slack.waitFor('the answer to the second', () =>
      [world.ana, world.ben]
        .flatMap((person) => world.slack.ephemerals(person))
        .find((message) => shown(message).includes('decided already')),
    );
    expect(said).toBeDefined();
    expect(ours(world).length).toBeLessThanOrEqual(2);
    expect(problemsOf(world)).toEqual([]);
  });

  it('has a button for each message batch that it could be, and the wrong choice is noticed and can be put right', async () => {
    await using world = await openWorld();
    const start = await submitUnanswered(world, true);
    const foreign = [world.claude.addForeign(3), world.claude.addForeign(3)];
    await settle(world);
    const card = await world.cardInTime(start, 'Needs a human', 'A wrong choice is noticed');
    const [taken] = ours(world);
    const labels = [...shown(card).matchAll(/Use …(\w+)/g)].map((match) => match[1]);
    const ids = [taken, ...foreign].map((batch) => batch?.id.slice(-6));
    expect(labels.sort()).toEqual(ids.sort());
    await world.ana.click(card, `Use …${foreign[0]?.id.slice(-6)}`);
    await world.cardInTime(start, 'In progress', foreign[0]?.id ?? '');
    world.claude.finish();
    const again = await world.cardInTime(start, 'Needs a human', 'turned out to hold other requests');
    expect(filesIn(world, start)).toBe(0);
    const button = `Use …${taken?.id.slice(-6)}`;
    expect(shown(again)).toContain(button);
    await world.ana.click(again, button);
    await world.cardInTime(start, '3 done');
    expect(ours(world)).toHaveLength(1);
    expect(problemsOf(world)).toEqual([]);
  });

  it('that is none of several in the list is sent again on a click, which warns of paying twice', async () => {
    await using world = await openWorld();
    const start = await submitUnanswered(world, false);
    world.claude.addForeign(3);
    world.claude.addForeign(3);
    await settle(world);
    const card = await world.cardInTime(start, 'Needs a human');
    await world.ana.click(card, 'None of them: send it again');
    expect(world.slack.lastConfirm(world.ana)).toContain('paid twice');
    await world.claude.waitFor('the message batch', () => ours(world).length === 1);
    await world.cardInTime(start, 'In progress', ours(world)[0]?.id ?? '');
    await finish(world, start, '3 done');
    expect(ours(world)).toHaveLength(1);
    expect(problemsOf(world)).toEqual([]);
  });

  it('and a start with another key asks a human, and sends nothing', async () => {
    await using world = await openWorld({ batches: { apiKeys: ['sk-ant-old', 'sk-ant-new'] } });
    const start = await submitUnanswered(world, true);
    await world.stopBot();
    await world.startBot({ ANTHROPIC_API_KEY: 'sk-ant-new' });
    await settle(world);
    await world.cardInTime(start, 'Needs a human', 'another API key');
    await world.tick();
    expect(ours(world)).toHaveLength(1);
    expect(problemsOf(world)).toEqual([]);
  });

  it('can be cancelled, and what Anthropic did take is cancelled there', async () => {
    await using world = await openWorld();
    const start = await submitUnanswered(world, true);
    await world.ana.command(world.marketing, '/batch cancel #1');
    await settle(world);
    await world.inTime('the cancel', () =>
      world.claude.calls.some(({ path, status }) => path.endsWith('/cancel') && status === 200),
    );
    await finish(world, start, '🚫 Cancelled');
    expect(problemsOf(world)).toEqual([]);
  });

  it('that never arrived and was cancelled is a draft again, and nothing was bought', async () => {
    await using world = await openWorld();
    const start = await submitUnanswered(world, false);
    await world.ana.command(world.marketing, '/batch cancel #1');
    await settle(world);
    await world.cardInTime(start, 'Cancelled before it was sent', '"Submit"');
    expect(world.claude.batches()).toHaveLength(0);
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('a draft that Anthropic refused', () => {
  it('is sent once when it is submitted again, whatever tick runs meanwhile', async () => {
    await using world = await openWorld();
    const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
    const errorType = 'invalid_request_error';
    world.claude.faults.add({ method: 'POST', path: /batches$/, kind: 'status', status: 400, errorType });
    await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
    const refused = await world.card(start, 'Anthropic refused this', '"Submit"');
    // Slow to answer, so that ticks pass while the second attempt is under way.
    world.claude.faults.add({ path: /batches/, kind: 'delay', delayMs: 300, times: 3 });
    await Promise.all([
      world.ana.click(refused, 'Submit'),
      world.tick(),
      world.tick().then(() => world.tick()),
    ]);
    await world.claude.waitFor('the message batch', () => world.claude.batches().length === 1);
    await world.cardInTime(start, 'In progress');
    await finish(world, start, '3 done');
    expect(world.claude.batches()).toHaveLength(1);
    expect(problemsOf(world)).toEqual([]);
  });
});
