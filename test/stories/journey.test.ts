// The main job, whole: a file dropped in Slack becomes a message batch, and its results come back to the thread.
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/sim/slack/index.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

const PRODUCTS = readFileSync('samples/products.csv', 'utf8');
const PROMPT = 'Write a 50-word product description CANARY for {{name}}: {{features}}';

/** Between any two steps something may happen; nothing that people see may change by it. */
type Between = (world: World) => Promise<void>;
const nothing: Between = async () => {};
const restart: Between = (world) => world.restart();

async function playJourney(world: World, between: Between): Promise<Message> {
  const { ana, claude, slack } = world;
  const start = await world.drop('products.csv', PRODUCTS, PROMPT);
  const draft = await world.card(start, 'Draft', '"Submit"');
  await between(world);
  await ana.click(draft, 'Submit');
  await world.card(start, 'In progress');
  await between(world);
  claude.finish(undefined, (_request, index) =>
    index === 3 ? { type: 'errored', errorType: 'overloaded_error', message: 'Overloaded' } : 'succeeded',
  );
  await between(world);
  await world.tick();
  await world.card(start, 'Done with errors');
  await between(world);
  await world.tick();
  const closing = await slack.waitFor('the closing message', () =>
    world.replies(start).find(({ files }) => files.length === 2),
  );
  await world.cardInTime(start, 'answers* of job #1');
  return closing;
}

describe('a file dropped with a mention', () => {
  it('becomes a priced draft, a message batch and results in the thread', async () => {
    await using world = await openWorld();
    const { ana, slack, claude } = world;
    const start = await world.drop('products.csv', PRODUCTS, PROMPT);
    await slack.waitFor('the reaction', () => slack.reactions(start).includes('eyes'));
    const draft = await world.card(start, 'Draft', '"Submit"');
    const text = shown(draft);
    expect(text).toContain('10 requests');
    for (const column of ['id', 'name', 'features']) expect(text).toContain(`\`${column}\``);
    expect(text).toContain('claude-haiku-5-5');
    expect(text).toContain('product description CANARY for Harbor Lamp: solid oak base');
    expect(text).toMatch(/Price as a batch: \$0\.\d+ at most.*right away it would be \$0\.\d+/);
    expect(claude.batches()).toHaveLength(0);

    await ana.click(draft, 'Submit');
    expect(slack.lastConfirm(ana)).toMatch(/10 requests .* \$0\.\d+ at most/s);
    const running = await world.card(start, 'In progress', `<@${ana.id}>`);
    expect(running.ts).toBe(draft.ts);
    expect(shown(running)).not.toContain('%');
    const [batch] = claude.batches();
    expect(batch?.requests).toHaveLength(10);
    expect(batch?.requests[8]?.params).toMatchObject({ model: 'claude-haiku-5-5', max_tokens: 2048 });

    claude.finish();
    await world.tick();
    const closing = await slack.waitFor('the closing message', () =>
      world.replies(start).find(({ files }) => files.length === 2),
    );
    expect(closing.text.match(new RegExp(`<@${ana.id}>`, 'g'))).toHaveLength(1);
    expect(closing.files.map(({ name }) => name)).toEqual(['products-results.csv', 'products-results.jsonl']);
    await world.cardInTime(start, '*10 answers* of job #1', 'data_table', '"Harbor Lamp"');
    expect(world.replies(start)).toHaveLength(3);
    checkFiles(world, closing);
    expect(problemsOf(world)).toEqual([]);
  });

  it('shows people the same when the bot is restarted between any two steps', async () => {
    await using plain = await openWorld();
    await using shaken = await openWorld();
    const expected = await playJourney(plain, nothing);
    const closing = await playJourney(shaken, restart);
    expect(shaken.claude.batches()).toHaveLength(1);
    expect(faceless(shaken, closing)).toBe(faceless(plain, expected));
    expect(problemsOf(shaken)).toEqual([]);
  });

  it('goes the same way over signed HTTP', async () => {
    await using world = await openWorld({ mode: 'http' });
    const closing = await playJourney(world, nothing);
    expect(closing.files).toHaveLength(2);
    expect(problemsOf(world)).toEqual([]);
  });

  it('delivers once, however often the tick comes', async () => {
    await using world = await openWorld();
    const closing = await playJourney(world, async (same) => {
      await same.tick();
      await same.tick();
    });
    const start = { channel: closing.channel, ts: closing.threadTs ?? '' } as Message;
    expect(world.replies(start)).toHaveLength(3);
    expect(world.claude.batches()).toHaveLength(1);
  });
});

/** The thread as people read it, without ids and times that differ from run to run. */
function faceless(world: World, closing: Message): string {
  const thread = world.slack.thread(world.marketing, closing.threadTs ?? '');
  return thread
    .map((message) => [shown(message), ...message.files.map(({ name }) => name)].join('\n'))
    .join('\n---\n')
    .replace(/msgbatch_\w+/g, 'msgbatch')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d/g, 'time')
    .replace(/date\^\d+/g, 'date')
    .replace(/"block_id":"[^"]*"/g, '')
    .replace(/1\|[a-z0-9]+\|/g, '1|job|')
    .replace(/\b[a-z0-9]{10}-(?=\d)/g, 'job-')
    .replace(/<@\w+>/g, '@somebody');
}

function checkFiles(world: World, closing: Message): void {
  const [csv, jsonl] = closing.files.map(({ id }) => world.slack.fileContent(id).toString('utf8'));
  const [header, ...rows] = parse(csv ?? '') as string[][];
  const [sourceHeader, ...sourceRows] = parse(PRODUCTS) as string[][];
  expect(header).toEqual([
    ...(sourceHeader ?? []),
    'custom_id',
    'status',
    'response',
    'stop_reason',
    'input_tokens',
    'output_tokens',
    'cost_usd',
    'error',
    'attempt',
  ]);
  expect(rows.map((row) => row.slice(0, 3))).toEqual(sourceRows);
  const objects = (jsonl ?? '')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(objects.map(({ source }) => source.id)).toEqual(sourceRows.map(([id]) => id));
  for (const [index, object] of objects.entries()) {
    expect(Object.keys(object)).toEqual([
      'custom_id',
      'status',
      'response',
      'error',
      'stop_reason',
      'model',
      'usage',
      'attempt',
      'source',
    ]);
    expect(object.status).toBe('succeeded');
    expect(rows[index]?.slice(3, 6)).toEqual([object.custom_id, 'succeeded', object.response]);
    expect(object.response).toContain(object.custom_id);
    expect(Number(rows[index]?.[9])).toBeGreaterThan(0);
  }
}
