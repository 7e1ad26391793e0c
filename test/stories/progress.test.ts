// A job of several message batches: progress that is true, results early, waiting in words, and time told from history alone.
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/sim/slack/index.ts';
import { openWorld, problemsOf, shown, type World, type WorldOptions } from '../support/world.ts';

const CSV = 'name\nAnn\nBo\nCy\nDi\nEd\n';

function filesOf(world: World, start: Message) {
  return world.replies(start).flatMap(({ files }) => files);
}

/** Five rows cut into message batches of two, all sent. */
async function submitInParts(options: WorldOptions = {}): Promise<{ world: World; start: Message }> {
  const world = await openWorld({ env: { MAX_BATCH_REQUESTS: '2' }, ...options });
  const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
  await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
  return { world, start };
}

describe('a job cut into smaller message batches', () => {
  it('is one job: it counts the ended ones, gives their results early, and ends with one file', async () => {
    const { world, start } = await submitInParts();
    await using _world = world;
    await world.claude.waitFor('the message batches', () => world.claude.batches().length === 3);
    expect(world.claude.batches().map(({ requests }) => requests.length)).toEqual([2, 2, 1]);
    await world.card(start, 'In progress', '3 message batches (2 + 2 + 1)');
    await world.ana.command(world.marketing, '/batch results #1');
    await world.whisper(world.ana, 'still running');

    world.claude.finish(world.claude.batches()[1]?.id);
    await world.cardInTime(start, '1 of 3 message batches ended', '/batch results #1');
    await world.ana.command(world.marketing, '/batch results #1 --format csv');
    const partial = await world.inTime('the partial file', () => filesOf(world, start)[0]);
    expect(partial.name).toBe('people-results-partial.csv');
    const rows = parse(world.slack.fileContent(partial.id).toString()) as string[][];
    expect(rows.slice(1).map(([name]) => name)).toEqual(['Cy', 'Di']);
    const carrier = world.replies(start).find(({ files }) => files.length > 0);
    expect(shown(carrier ?? start)).toContain('*Partial* results');
    expect(shown(carrier ?? start)).toContain('1 of 3 message batches ended, with 2 requests');

    world.claude.finish();
    await world.cardInTime(start, '5 done');
    await world.inTime('the whole files', () => filesOf(world, start).length === 3);
    expect(problemsOf(world)).toEqual([]);
  });

  it('can be asked for on the draft, by command and in the modal', async () => {
    await using world = await openWorld();
    await world.ana.say(world.marketing, 'here', { files: [{ name: 'people.csv', content: CSV }] });
    await world.whisper(world.ana, 'Start a batch');
    await world.ana.command(
      world.marketing,
      '/batch build last --prompt "Greet {{name}}" --batch-requests 3',
    );
    const draft = await world.slack.waitFor('the draft', () =>
      world.slack
        .messages(world.marketing)
        .flatMap((message) => [message, ...world.replies(message)])
        .find((message) => shown(message).includes('"Submit"')),
    );
    expect(shown(draft)).toContain('2 message batches');
    await world.ana.click(draft, 'Edit');
    const modal = await world.slack.waitFor('the modal', () => world.slack.openView(world.ana));
    await world.ana.submit(modal, { 'Requests per message batch': '1' });
    await world.slack.waitFor('the new draft', () =>
      world.slack
        .messages(world.marketing)
        .flatMap((message) => [message, ...world.replies(message)])
        .find((message) => shown(message).includes('5 message batches')),
    );
    expect(problemsOf(world)).toEqual([]);
  });

  it('waits in words when Anthropic has no room, and follows by itself', async () => {
    const { world, start } = await submitInParts({ batches: { queueLimit: 4 } });
    await using _world = world;
    const card = await world.cardInTime(start, '2 of 3 message batches are with Anthropic', 'no room');
    expect(shown(card)).toContain('In progress');
    expect(shown(card)).toContain('"Cancel"');
    const attempts = () =>
      world.claude.calls.filter(({ method, path }) => method === 'POST' && path.endsWith('batches'));
    const before = attempts().length;
    await world.tick();
    expect(attempts()).toHaveLength(before);
    world.claude.finish();
    await world.inTime('the third message batch', () => world.claude.batches().length === 3);
    world.claude.finish();
    await world.cardInTime(start, '5 done');
    expect(world.claude.batches()).toHaveLength(3);
    expect(problemsOf(world)).toEqual([]);
  });

  it('can be cancelled while some of it waits: that part is never sent', async () => {
    const { world, start } = await submitInParts({ batches: { queueLimit: 4 } });
    await using _world = world;
    const card = await world.cardInTime(start, '2 of 3 message batches are with Anthropic');
    await world.ana.click(card, 'Cancel');
    await world.inTime('the cancels', () =>
      world.claude.batches().every(({ status }) => status !== 'in_progress'),
    );
    world.claude.finish();
    await world.cardInTime(start, '🚫 Cancelled', 'Cancelled before it was sent');
    expect(world.claude.batches()).toHaveLength(2);
    await world.inTime('the files', () => filesOf(world, start).length === 2);
    expect(problemsOf(world)).toEqual([]);
  });

  it('with one part deleted at Anthropic ends with a named gap, and offers to retry it', async () => {
    const { world, start } = await submitInParts();
    await using _world = world;
    await world.claude.waitFor('the message batches', () => world.claude.batches().length === 3);
    const [gone] = world.claude.batches();
    world.claude.finish();
    world.claude.remove(gone?.id ?? '');
    world.advance(11 * 60_000);
    const card = await world.cardInTime(start, '3 done · 2 without a result', 'may have deleted it');
    expect(shown(card)).toContain('Retry 2 failed');
    expect(problemsOf(world)).toEqual([]);
  });

  it('whose results are older than 29 days ends with a named gap', async () => {
    const { world, start } = await submitInParts();
    await using _world = world;
    await world.claude.waitFor('the message batches', () => world.claude.batches().length === 3);
    await world.stopBot();
    for (const { id } of world.claude.batches()) {
      world.claude.finish(id);
      world.claude.archive(id);
    }
    await world.startBot();
    await world.cardInTime(start, 'Failed (0/5)', 'Anthropic keeps results for 29 days');
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('the time that a job takes', () => {
  async function play(world: World, minutes: number): Promise<void> {
    const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
    await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
    const running = await world.card(start, 'In progress');
    expect(shown(running)).not.toContain('Usually');
    world.advance(minutes * 60_000);
    world.claude.finish();
    await world.cardInTime(start, '5 done');
  }

  it('is told from three jobs of its own history on, as a range, and not before', async () => {
    await using world = await openWorld();
    for (const minutes of [12, 40, 25]) await play(world, minutes);
    world.advance(120_000);
    const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
    await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
    const card = await world.card(start, 'In progress', 'Usually');
    const [, low, high] = /Usually (\d+)–(\d+) min, from 3 jobs like this/.exec(shown(card)) ?? [];
    expect(Number(low)).toBeGreaterThanOrEqual(12);
    expect(Number(low)).toBeLessThan(15);
    expect(Number(high)).toBeGreaterThanOrEqual(40);
    expect(Number(high)).toBeLessThan(44);
    expect(problemsOf(world)).toEqual([]);
  });
});
