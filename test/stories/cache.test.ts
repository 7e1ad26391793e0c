// A long text that all requests share: one request goes first and writes it to the prompt cache, the others read it.
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/sim/batches/batch.ts';
import type { Message } from '../../src/sim/slack/index.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';
import { startBot } from '../torture/support/bot-process.ts';
import { openTown } from '../torture/support/town.ts';

const ROWS = 120;
const CSV = `name\n${Array.from({ length: ROWS }, (_, index) => `Name ${index + 1}`).join('\n')}\n`;
/** About a thousand tokens. */
const LONG = 'Keep to the facts, be brief and friendly. '.repeat(75);
const PROMPT = `${LONG}Greet {{name}}`;
const ENV = { DEFAULT_MODEL: 'claude-sonnet-5-5' };
const MINUTE = 60_000;

const sizes = (world: World) => world.claude.batches().map(({ requests }) => requests.length);
const isMarked = (world: World) =>
  world.claude
    .batches()
    .map(({ requests }) =>
      requests.every(({ params }) =>
        JSON.stringify(params).includes('"cache_control":{"type":"ephemeral","ttl":"1h"}'),
      ),
    );

async function submit(world: World, start: Message): Promise<Message> {
  const draft = await world.card(start, '"Submit"');
  await world.ana.click(draft, 'Submit');
  await world.claude.waitFor('a message batch', () => world.claude.batches().length === 1);
  return draft;
}

async function ticks(world: World, times: number): Promise<void> {
  for (let turn = 0; turn < times; turn++) {
    await world.tick();
    world.advance(MINUTE);
  }
}

function responses(world: World, start: Message): string[] {
  const file = world
    .replies(start)
    .flatMap(({ files }) => files)
    .filter(({ name }) => name.endsWith('.csv'))
    .at(-1);
  const rows: Record<string, string>[] = parse(file ? world.slack.fileContent(file.id).toString() : '', {
    columns: true,
  });
  return rows.map(({ response }) => response ?? '');
}

/** A job whose first request is at Anthropic, while the others wait for it. */
async function warmingUp(): Promise<{ world: World; start: Message; draft: Message }> {
  const world = await openWorld({ env: ENV });
  const start = await world.drop('people.csv', CSV, PROMPT);
  const draft = await submit(world, start);
  await world.cardInTime(start, 'Warming the cache with one request');
  return { world, start, draft };
}

describe('a text that all requests share', () => {
  it('is written by the first one and read by the others, and the card tells what that saves and saved', async () => {
    const { world, start, draft } = await warmingUp();
    await using _world = world;
    const told = shown(draft);
    const [about = 0, without = 0] = (
      /\*About \$([\d.]+) if the prompt cache works\*, \$([\d.]+) without/.exec(told) ?? []
    )
      .slice(1)
      .map(Number);
    const most = Number(/Price as a batch: \$([\d.]+) at most/.exec(told)?.[1]);
    expect(about).toBeGreaterThan(0);
    expect(without).toBeGreaterThan(about);
    expect(most).toBeGreaterThan(without);
    await ticks(world, 5);
    expect(sizes(world)).toEqual([1]);
    world.claude.finish();
    await world.inTime('the rest', () => sizes(world).length === 2);
    expect(sizes(world)).toEqual([1, ROWS - 1]);
    expect(isMarked(world)).toEqual([true, true]);
    await world.cardInTime(start, 'In progress', '1 of 2 message batches ended');
    world.claude.finish();
    const card = await world.cardInTime(start, `*${ROWS} done*`, '99% of the shared text');
    const saved = Number(/which saved about \$(\d+\.\d+)/.exec(shown(card))?.[1]);
    expect(saved).toBeGreaterThan(0.9 * (without - about));
    expect(saved).toBeLessThan(1.1 * (without - about));
    await world.inTime('the files', () => responses(world, start).length === ROWS);
    expect(responses(world, start).every((text) => text.startsWith('Answer to '))).toBe(true);
    expect(problemsOf(world)).toEqual([]);
  });

  it('is not marked where that does not pay, is not wanted, or the requests are ready-made', async () => {
    await using world = await openWorld({ env: ENV });
    const few = await world.drop('few.csv', CSV.split('\n').slice(0, 6).join('\n'), PROMPT);
    expect(shown(await submit(world, few))).not.toContain('prompt cache');
    const start = await world.drop('people.csv', CSV, PROMPT);
    const marked = await world.card(start, 'if the prompt cache works', '"Submit"');
    await world.ana.click(marked, 'Edit');
    const view = await world.slack.waitFor('the window', () => world.slack.openView(world.ana));
    await world.ana.submit(view, { 'Prompt cache': false });
    const draft = await world.slack.waitFor('the draft', () =>
      world
        .replies(start)
        .find((one) => shown(one).includes('"Submit"') && !shown(one).includes('prompt cache')),
    );
    await world.ana.click(draft, 'Submit');
    await world.claude.waitFor('its message batch', () => world.claude.batches().length === 2);
    await world.ana.command(world.marketing, `/batch build last --prompt "${PROMPT}" --cache off`);
    await world.card(start, 'Draft #3', '"Submit"');
    expect(world.replies(start).some((one) => shown(one).includes('if the prompt cache works'))).toBe(false);
    expect(sizes(world)).toEqual([5, ROWS]);
    expect(isMarked(world)).toEqual([false, false]);
    expect(problemsOf(world)).toEqual([]);
  });

  it('is the system prompt, where it stands there', async () => {
    await using world = await openWorld({ env: ENV });
    const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
    await world.ana.click(await world.card(start, '"Submit"'), 'Edit');
    const view = await world.slack.waitFor('the window', () => world.slack.openView(world.ana));
    await world.ana.submit(view, { 'System prompt': LONG.slice(0, 2900) });
    await world.card(start, 'if the prompt cache works');
    await submit(world, start);
    const [request] = world.claude.batches()[0]?.requests ?? [];
    expect(request?.params.system).toMatchObject([{ type: 'text', cache_control: { ttl: '1h' } }]);
    expect(request?.params.messages).toEqual([{ role: 'user', content: 'Greet Name 1' }]);
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('while the cache is warmed', () => {
  it.each<[string, Outcome]>([
    ['fails', { type: 'errored', errorType: 'api_error', message: 'Internal server error' }],
    ['expires', 'expired'],
  ])('the others are sent all the same when the first request %s', async (_how, outcome) => {
    const { world, start } = await warmingUp();
    await using _world = world;
    world.claude.finish(undefined, () => outcome);
    await world.inTime('the rest', () => sizes(world).length === 2);
    world.claude.finish();
    const card = await world.cardInTime(start, `(${ROWS - 1}/${ROWS})`, '0% of the shared text');
    expect(shown(card)).toContain('more than without it');
    expect(sizes(world)).toEqual([1, ROWS - 1]);
    expect(problemsOf(world)).toEqual([]);
  });

  it('the others wait half an hour at most', async () => {
    const { world, start } = await warmingUp();
    await using _world = world;
    await ticks(world, 20);
    expect(sizes(world)).toEqual([1]);
    world.advance(15 * MINUTE);
    await world.inTime('the rest', () => sizes(world).length === 2, 1000);
    await world.cardInTime(start, 'In progress', '0 of 2 message batches ended');
    world.claude.finish();
    await world.cardInTime(start, `*${ROWS} done*`);
    expect(sizes(world)).toEqual([1, ROWS - 1]);
    expect(problemsOf(world)).toEqual([]);
  });

  it('a restart sends nothing again, and the others once', async () => {
    const { world, start } = await warmingUp();
    await using _world = world;
    await world.restart();
    await ticks(world, 2);
    expect(sizes(world)).toEqual([1]);
    world.claude.finish();
    await world.restart();
    await world.inTime('the rest', () => sizes(world).length === 2);
    await world.restart();
    await ticks(world, 2);
    world.claude.finish();
    await world.cardInTime(start, `*${ROWS} done*`);
    expect(sizes(world)).toEqual([1, ROWS - 1]);
    expect(problemsOf(world)).toEqual([]);
  });

  it('a kill in between and one while the others are sent buy nothing twice', async () => {
    await using town = await openTown({ settleSeconds: 1, batches: { finish: 'by-hand' } });
    const env = { ...town.env, ...ENV };
    const sent = () => town.claude.batches().map(({ requests }) => requests.length);
    const seen = (words: string) =>
      town.slack.waitFor(words, () => town.replies(trip).find((one) => shown(one).includes(words)), 60_000);
    let bot = await startBot(env);
    const by = town.slack.addPerson('ana');
    const channel = town.slack.addChannel('marketing', { members: [by] });
    const files = [{ name: 'people.csv', content: CSV }];
    const trip = { channel, start: await by.say(channel, `@${town.slack.botName} ${PROMPT}`, { files }) };
    await by.click(await seen('"Submit"'), 'Submit');
    await town.claude.waitFor('the first request', () => sent().length === 1, 60_000);
    await bot.kill();
    bot = await startBot(env);
    await seen('Warming the cache');
    expect(sent()).toEqual([1]);
    town.claude.finish();
    await town.claude.waitFor('the rest', () => sent().length === 2, 60_000);
    await bot.kill();
    bot = await startBot(env);
    await seen('1 of 2 message batches ended');
    town.claude.finish();
    await seen(`*${ROWS} done*`);
    await bot.stop();
    expect(sent()).toEqual([1, ROWS - 1]);
    expect([...town.slack.problems, ...town.claude.problems]).toEqual([]);
  }, 180_000);

  it('a cancel keeps the others back', async () => {
    const { world, start } = await warmingUp();
    await using _world = world;
    await world.ana.click(await world.card(start, '"Cancel'), 'Cancel');
    world.claude.finish();
    await world.cardInTime(start, 'Cancelled before it was sent');
    expect(sizes(world)).toEqual([1]);
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('a retry', () => {
  it('warms the cache again where that pays', async () => {
    const { world, start } = await warmingUp();
    await using _world = world;
    world.claude.finish();
    await world.inTime('the rest', () => sizes(world).length === 2);
    world.claude.finish(undefined, () => 'expired');
    const card = await world.cardInTime(start, `Retry ${ROWS - 1} failed`);
    await world.ana.click(card, /Retry \d+ failed · [^"]+at most/.exec(shown(card))?.[0] ?? '');
    await world.claude.waitFor('its first request', () => sizes(world).length === 3);
    await world.cardInTime(start, 'Warming the cache with one request');
    world.claude.finish();
    await world.inTime('its rest', () => sizes(world).length === 4);
    expect(sizes(world)).toEqual([1, ROWS - 1, 1, ROWS - 2]);
    world.claude.finish();
    await world.cardInTime(start, `*${ROWS} done*`);
    expect(problemsOf(world)).toEqual([]);
  });
});
