// Rows that came out badly are sent again: only those, at a price that is shown first, merged into one file.
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/sim/batches/batch.ts';
import type { Message } from '../../src/sim/slack/index.ts';
import { openWorld, problemsOf, shown, type World, type WorldOptions } from '../support/world.ts';

const NAMES = ['Ann', 'Bo', 'Cy', 'Di', 'Ed', 'Flo'];
const CSV = `name\n${NAMES.join('\n')}\n`;

const errored = (errorType: string, message: string): Outcome => ({ type: 'errored', errorType, message });

/** Ann is well, the others are not: expired, overloaded, invalid, cut off, refused. */
const BADLY: Outcome[] = [
  'succeeded',
  'expired',
  errored('overloaded_error', 'Overloaded'),
  errored('invalid_request_error', 'messages: no'),
  { type: 'succeeded', stopReason: 'max_tokens' },
  { type: 'succeeded', stopReason: 'refusal' },
];

/** A job that has ended with one row of each kind. */
async function endBadly(
  options: WorldOptions = {},
): Promise<{ world: World; start: Message; card: Message }> {
  const world = await openWorld(options);
  const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
  await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
  await world.claude.waitFor('the message batch', () => world.claude.batches().length === 1);
  world.claude.finish(undefined, (_request, index) => BADLY[index] ?? 'succeeded');
  const card = await world.cardInTime(start, 'Done with errors');
  await world.inTime('the files', () => filesOf(world, start).length === 2);
  return { world, start, card };
}

function filesOf(world: World, start: Message) {
  return world.replies(start).flatMap(({ files }) => files);
}

function newestCsv(world: World, start: Message): string[][] {
  const file = filesOf(world, start)
    .filter(({ name }) => name.endsWith('.csv'))
    .at(-1);
  return parse(file ? world.slack.fileContent(file.id).toString() : '') as string[][];
}

const sentNames = (world: World, index: number) =>
  world.claude.batches()[index]?.requests.map(({ params }) => JSON.stringify(params.messages));

describe('an ended job', () => {
  it('offers with its price to retry what may succeed, sends only that, and merges the results', async () => {
    const { world, start, card } = await endBadly();
    await using _world = world;
    expect(shown(card)).toContain('Retry 2 failed · ');
    expect(shown(card)).toContain('at most');
    expect(world.claude.batches()).toHaveLength(1);
    const label = /Retry 2 failed · [^"]+at most/.exec(shown(card))?.[0] ?? '';
    await world.ben.click(card, label);
    await world.claude.waitFor('the second message batch', () => world.claude.batches().length === 2);
    expect(sentNames(world, 1)?.map((text) => NAMES.find((name) => text.includes(name)))).toEqual([
      'Bo',
      'Cy',
    ]);
    await world.cardInTime(start, 'In progress', 'attempt 2');
    world.claude.finish();
    await world.cardInTime(start, '3 done · 1 cut off · 1 refused · 1 failed');
    await world.inTime('the merged files', () => filesOf(world, start).length === 4);
    const [header = [], ...rows] = newestCsv(world, start);
    const attempt = header.indexOf('attempt');
    const status = header.indexOf('status');
    expect(rows.map((row) => [row[0], row[status], row[attempt]])).toEqual([
      ['Ann', 'succeeded', '1'],
      ['Bo', 'succeeded', '2'],
      ['Cy', 'succeeded', '2'],
      ['Di', 'errored', '1'],
      ['Ed', 'succeeded', '1'],
      ['Flo', 'succeeded', '1'],
    ]);
    const mentions = world.replies(start).filter(({ text }) => text.includes(`<@${world.ben.id}>`));
    expect(mentions).toHaveLength(1);
    expect(problemsOf(world)).toEqual([]);
  });

  it('retries answers that were cut off only with more room, and says what it will cost', async () => {
    const { world, start } = await endBadly();
    await using _world = world;
    await world.ana.command(world.marketing, '/batch retry #1 --only cut-off');
    await world.whisper(world.ana, 'would be cut off again', '--max-tokens 4096');
    await world.ana.command(world.marketing, '/batch retry #1 --only cut-off --max-tokens 4000');
    const offer = await world.whisper(world.ana, '1 row would be sent again', '4,000 tokens', 'at most');
    expect(world.claude.batches()).toHaveLength(1);
    const label = /Retry 1 cut off · [^"]+at most/.exec(shown(offer))?.[0] ?? '';
    await world.ana.click(offer, label);
    await world.claude.waitFor('the second message batch', () => world.claude.batches().length === 2);
    const [request] = world.claude.batches()[1]?.requests ?? [];
    expect(request?.params.max_tokens).toBe(4000);
    expect(JSON.stringify(request?.params.messages)).toContain('Ed');
    world.claude.finish();
    await world.cardInTime(start, '2 done · 1 refused');
    expect(problemsOf(world)).toEqual([]);
  });

  it('never gives up an answer for a failure: a worse second result is paid, kept aside and not shown', async () => {
    const { world, start } = await endBadly();
    await using _world = world;
    await world.ana.command(world.marketing, '/batch retry #1 --only refused');
    const offer = await world.whisper(world.ana, '1 row would be sent again');
    await world.ana.click(offer, /Retry 1 refused · [^"]+at most/.exec(shown(offer))?.[0] ?? '');
    await world.claude.waitFor('the second message batch', () => world.claude.batches().length === 2);
    world.claude.finish(undefined, () => 'expired');
    await world.inTime('the files again', () => filesOf(world, start).length === 4);
    const [header = [], ...rows] = newestCsv(world, start);
    expect(rows[5]?.[header.indexOf('attempt')]).toBe('1');
    expect(rows[5]?.[header.indexOf('stop_reason')]).toBe('refusal');
    expect(problemsOf(world)).toEqual([]);
  });

  it('hands over the rows without a whole answer, each with what to fix', async () => {
    const { world, start, card } = await endBadly();
    await using _world = world;
    await world.ana.click(card, 'Failed rows');
    await world.inTime('the file', () => filesOf(world, start).some(({ name }) => name.includes('-failed')));
    const rows = newestCsv(world, start);
    expect(rows).toEqual([
      ['name', 'what_to_fix'],
      ['Bo', 'not reached within 24 hours → retry it as it is'],
      ['Cy', expect.stringContaining('retry these rows as they are')],
      ['Di', expect.stringContaining('messages: no')],
      ['Ed', 'the answer was cut off → retry it with a higher limit of tokens per answer'],
      ['Flo', 'Claude declined to answer → word it differently'],
    ]);
    expect(problemsOf(world)).toEqual([]);
  });

  it('is retried once, however many press', async () => {
    const { world, start, card } = await endBadly();
    await using _world = world;
    const label = /Retry 2 failed · [^"]+at most/.exec(shown(card))?.[0] ?? '';
    await Promise.all([1, 2, 3].map(() => world.ana.click(card, label, { stale: true })));
    await world.cardInTime(start, 'In progress');
    expect(world.claude.batches()).toHaveLength(2);
    expect(problemsOf(world)).toEqual([]);
  });

  it('keeps the offer on its card when rows are asked for that there are none of', async () => {
    const { world, start, card } = await endBadly();
    await using _world = world;
    await world.ana.command(world.marketing, '/batch retry #1 --only misfit');
    await world.whisper(world.ana, 'has no such rows to retry');
    await world.ana.click(card, /Retry 2 failed · [^"]+at most/.exec(shown(card))?.[0] ?? '');
    await world.claude.waitFor('the second message batch', () => world.claude.batches().length === 2);
    world.claude.finish();
    await world.cardInTime(start, '3 done');
    expect(problemsOf(world)).toEqual([]);
  });

  it('takes the answers of what was sent while somebody else chose other rows', async () => {
    const { world, start, card } = await endBadly();
    await using _world = world;
    const label = /Retry 2 failed · [^"]+at most/.exec(shown(card))?.[0] ?? '';
    // Ben's choice is held up in the middle: the list of models is asked for anew after ten minutes.
    world.advance(11 * 60_000);
    world.claude.faults.add({ method: 'GET', path: /models/, kind: 'delay', delayMs: 1000 });
    await world.ben.command(world.marketing, '/batch retry #1 --only refused');
    await world.claude.waitFor('the question', () => world.claude.faults.waiting().length === 0);
    await world.ana.click(card, label, { stale: true });
    // Whoever was first: the other is told, and what is sent is what its sender saw.
    const told = await world.whisper(world.ben, '#1');
    if (shown(told).includes('would be sent again'))
      await world.ben.click(told, /Retry 1 refused · [^"]+at most/.exec(shown(told))?.[0] ?? '');
    await world.claude.waitFor('the second message batch', () => world.claude.batches().length === 2);
    const sent = sentNames(world, 1)?.length ?? 0;
    world.claude.finish();
    await world.inTime('the merged files', () => filesOf(world, start).length === 4);
    const [header = [], ...rows] = newestCsv(world, start);
    expect(rows.filter((row) => row[header.indexOf('attempt')] === '2')).toHaveLength(sent);
    expect(problemsOf(world)).toEqual([]);
  });

  it('stays as it was when Anthropic refuses the retry, and can be retried again', async () => {
    const { world, start, card } = await endBadly();
    await using _world = world;
    const submitted = /Submitted by [^·]+/.exec(shown(card))?.[0] ?? 'nobody';
    world.advance(60 * 60_000);
    const label = /Retry 2 failed · [^"]+at most/.exec(shown(card))?.[0] ?? '';
    const errorType = 'billing_error';
    world.claude.faults.add({ method: 'POST', path: /batches$/, kind: 'status', status: 402, errorType });
    await world.ana.click(card, label);
    const again = await world.cardInTime(start, 'Done with errors', 'no credit left', 'Nothing was charged');
    expect(shown(again)).toContain(submitted);
    await world.ana.click(again, label);
    await world.claude.waitFor('the second message batch', () => world.claude.batches().length === 2);
    world.claude.finish();
    await world.cardInTime(start, '3 done');
    expect(problemsOf(world)).toEqual([]);
  });

  it('takes its warning back from the message, unless another job on it still has one', async () => {
    await using world = await openWorld();
    const { ana, claude, slack } = world;
    const files = ['a.csv', 'b.csv'].map((name) => ({ name, content: CSV }));
    const start = await ana.say(world.marketing, `@${slack.botName} Greet {{name}}`, { files });
    for (const name of ['a.csv', 'b.csv'])
      await ana.click(await world.cardInTime(start, name, '"Submit"'), 'Submit');
    await claude.waitFor('both message batches', () => claude.batches().length === 2);
    claude.finish(undefined, (_request, index) => BADLY[index] ?? 'succeeded');
    const offers = ['a.csv', 'b.csv'].map((name) => world.cardInTime(start, name, 'Retry 2 failed'));
    for (const offer of await Promise.all(offers)) {
      const label = /Retry 2 failed · [^"]+at most/.exec(shown(offer))?.[0] ?? '';
      await ana.click(offer, label);
    }
    expect(slack.reactions(start)).toContain('warning');
    for (const count of [3, 4]) await claude.waitFor('a retry', () => claude.batches().length >= count);
    claude.finish();
    for (const name of ['a.csv', 'b.csv']) await world.cardInTime(start, name, '3 done');
    // Cut off, refused and failed rows are left in both.
    expect(slack.reactions(start)).toContain('warning');
    for (const number of [1, 2]) {
      await ana.command(world.marketing, `/batch retry #${number} --only all --max-tokens 4000`);
      const offer = await world.whisper(ana, `Job #${number}:`, '3 rows would be sent again');
      await ana.click(offer, /Retry 3 open · [^"]+at most/.exec(shown(offer))?.[0] ?? '');
      await claude.waitFor('another retry', () => claude.batches().length === 4 + number);
      claude.finish();
      await world.cardInTime(start, number === 1 ? 'a.csv' : 'b.csv', '6 done');
      await slack.waitFor('the mark', () => slack.reactions(start).includes('white_check_mark'));
      await world.tick();
      expect(slack.reactions(start).includes('warning')).toBe(number === 1);
    }
    expect(problemsOf(world)).toEqual([]);
  });

  it('survives a restart between the click and the sending', async () => {
    const { world, start, card } = await endBadly();
    await using _world = world;
    const label = /Retry 2 failed · [^"]+at most/.exec(shown(card))?.[0] ?? '';
    world.claude.faults.add({ method: 'GET', path: /batches$/, kind: 'status', status: 529, times: 2 });
    await world.ana.click(card, label);
    await world.restart();
    await world.cardInTime(start, 'In progress', 'attempt 2');
    world.claude.finish();
    await world.cardInTime(start, '3 done');
    expect(world.claude.batches()).toHaveLength(2);
    expect(problemsOf(world)).toEqual([]);
  });

  it.each([
    ['/batch retry #1 --only all', 'is still running'],
    ['/batch retry #1 --only sometimes', '--only cannot be'],
  ])('%s while it runs says why not', async (text, words) => {
    await using world = await openWorld();
    const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
    await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
    await world.card(start, 'In progress');
    await world.ana.command(world.marketing, text);
    await world.whisper(world.ana, words);
  });

  it('is not retried with a model that there is not, or a limit that the model has not', async () => {
    const { world } = await endBadly();
    await using _world = world;
    await world.ana.command(world.marketing, '/batch retry #1 --model claude-nope-1');
    await world.whisper(world.ana, 'claude-nope-1 is not a model');
    await world.ana.command(world.marketing, '/batch retry #1 --max-tokens 999999');
    await world.whisper(world.ana, 'can write at most');
    expect(world.claude.batches()).toHaveLength(1);
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('ready-made requests', () => {
  it('are retried with another model where one is named, and mended as JSON lines', async () => {
    await using world = await openWorld();
    const line = (id: string) =>
      JSON.stringify({
        custom_id: id,
        params: { model: 'claude-haiku-5-5', max_tokens: 50, messages: [{ role: 'user', content: id }] },
      });
    const start = await world.drop('requests.jsonl', `${line('a')}\n${line('b')}\n`, null);
    await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
    await world.claude.waitFor('the message batch', () => world.claude.batches().length === 1);
    world.claude.finish(undefined, ({ customId }) =>
      customId === 'a' ? 'succeeded' : errored('not_found_error', 'model: claude-haiku-5-5'),
    );
    const card = await world.cardInTime(start, 'Done with errors');
    await world.ana.click(card, 'Failed rows');
    const file = await world.inTime('the file', () =>
      filesOf(world, start).find(({ name }) => name.endsWith('-failed.jsonl')),
    );
    const mended = await world.drop('mended.jsonl', world.slack.fileContent(file.id), null);
    await world.card(mended, '1 request', '"Submit"');
    await world.ana.command(world.marketing, '/batch retry #1 --model claude-sonnet-5-5');
    const offer = await world.whisper(world.ana, 'to claude-sonnet-5-5');
    await world.ana.click(offer, /Retry 1 failed · [^"]+at most/.exec(shown(offer))?.[0] ?? '');
    await world.claude.waitFor('the second message batch', () => world.claude.batches().length === 2);
    expect(world.claude.batches()[1]?.requests[0]?.params.model).toBe('claude-sonnet-5-5');
    world.claude.finish();
    await world.cardInTime(start, '2 done');
    expect(problemsOf(world)).toEqual([]);
  });
});
