// Rows that give the same request are sent once, and the answer stands in all of them.
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/sim/batches/batch.ts';
import type { Params } from '../../src/sim/batches/index.ts';
import type { Message } from '../../src/sim/slack/index.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

const NAMES = ['Ann', 'Bo', 'Ann', 'Cy', 'Bo', 'Ann'];
const CSV = `id,name\n${NAMES.map((name, index) => `r${index + 1},${name}`).join('\n')}\n`;
const errored = (errorType: string, message: string): Outcome => ({ type: 'errored', errorType, message });

function askedFor(params: Params): string {
  return /"content":"Greet (\w+)"/.exec(JSON.stringify(params))?.[1] ?? '?';
}

const GREETING = { answer: (params: Params) => `Hello ${askedFor(params)}` };

async function submit(world: World, start: Message): Promise<void> {
  await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
}

async function edit(world: World, card: Message, values: Record<string, string | boolean>): Promise<void> {
  await world.ana.click(card, 'Edit');
  await world.ana.submit(
    await world.slack.waitFor('the window', () => world.slack.openView(world.ana)),
    values,
  );
}

function sent(world: World): string[][] {
  return world.claude.batches().map(({ requests }) => requests.map(({ params }) => askedFor(params)));
}

function filesOf(world: World, start: Message, ending: string) {
  const files = world.replies(start).flatMap((message) => message.files);
  return files.filter(({ name }) => name.endsWith(ending));
}

/** Rows of the newest CSV, by column. */
function newestCsv(world: World, start: Message): Record<string, string>[] {
  const file = filesOf(world, start, '.csv').at(-1);
  return parse(file ? world.slack.fileContent(file.id).toString() : '', { columns: true });
}

function jsonl(world: World, start: Message): Record<string, unknown>[] {
  const file = filesOf(world, start, '.jsonl').at(-1);
  const lines = file ? world.slack.fileContent(file.id).toString().trim().split('\n') : [];
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

const pick = (rows: Record<string, unknown>[], ...names: string[]) =>
  rows.map((row) => names.map((name) => row[name]));

describe('rows that give the same request', () => {
  it('are sent once, cost once, and each has the answer', async () => {
    await using world = await openWorld({ batches: GREETING });
    const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
    const draft = await world.card(start, '"Submit"');
    expect(shown(draft)).toMatch(/\*3 requests\* from 6 rows/);
    expect(shown(draft)).toMatch(/\*3 duplicates are sent once\*: saves up to \$0\.\d+/);
    await submit(world, start);
    await world.card(start, 'In progress', 'their answers stand in 6 rows');
    expect(sent(world)).toEqual([['Ann', 'Bo', 'Cy']]);
    world.claude.finish();
    const card = await world.cardInTime(start, '*6 done* of 6 rows, sent as 3 requests');
    await world.inTime('the files', () => filesOf(world, start, '.jsonl').length === 1);
    const rows = newestCsv(world, start);
    const [first] = world.claude.batches()[0]?.requests ?? [];
    const key = first?.customId.replace('-1', '');
    expect(pick(rows, 'id', 'custom_id', 'response', 'same_as')).toEqual([
      ['r1', `${key}-1`, 'Hello Ann', ''],
      ['r2', `${key}-2`, 'Hello Bo', ''],
      ['r3', `${key}-3`, 'Hello Ann', `${key}-1`],
      ['r4', `${key}-4`, 'Hello Cy', ''],
      ['r5', `${key}-5`, 'Hello Bo', `${key}-2`],
      ['r6', `${key}-6`, 'Hello Ann', `${key}-1`],
    ]);
    const copies = rows.filter((row) => row.same_as !== '');
    expect(pick(copies, 'input_tokens', 'output_tokens', 'cost_usd')).toEqual(
      Array.from({ length: 3 }, () => ['0', '0', '0.000000']),
    );
    const micros = rows.reduce((sum, row) => sum + Math.round(Number(row.cost_usd) * 1e6), 0);
    expect(micros).toBeGreaterThan(0);
    const cost = Number(/(?:Cost|cost)[^$]*\$(\d\.\d+)/.exec(shown(card))?.[1]);
    expect(Math.abs(cost * 1e6 - micros)).toBeLessThan(100);
    expect(pick(jsonl(world, start), 'response', 'same_as')).toEqual(
      rows.map((row) => [row.response, row.same_as || null]),
    );
    expect(jsonl(world, start).map(({ usage }) => usage === null)).toEqual([
      false,
      false,
      true,
      false,
      true,
      true,
    ]);
    expect(problemsOf(world)).toEqual([]);
  });

  it('have their answer also when the one that was sent is in another message batch, early results too', async () => {
    await using world = await openWorld({ batches: GREETING });
    const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
    const draft = await world.card(start, '"Submit"');
    await edit(world, draft, { 'Requests per message batch': '2' });
    const cut = await world.card(start, 'sent as 2 message batches');
    expect(shown(cut)).toContain('3 duplicates are sent once');
    await submit(world, start);
    await world.claude.waitFor('both message batches', () => world.claude.batches().length === 2);
    expect(sent(world)).toEqual([['Ann', 'Bo'], ['Cy']]);
    world.claude.finish(world.claude.batches()[0]?.id);
    await world.cardInTime(start, '1 of 2 message batches ended');
    await world.ana.command(world.marketing, '/batch results #1');
    await world.inTime('the early files', () => filesOf(world, start, '.csv').length === 1);
    expect(newestCsv(world, start).map(({ id, response }) => [id, response])).toEqual([
      ['r1', 'Hello Ann'],
      ['r2', 'Hello Bo'],
      ['r3', 'Hello Ann'],
      ['r5', 'Hello Bo'],
      ['r6', 'Hello Ann'],
    ]);
    world.claude.finish();
    await world.cardInTime(start, '*6 done*');
    await world.inTime('all files', () => filesOf(world, start, '.csv').length === 2);
    expect(newestCsv(world, start).map(({ response }) => response)).toEqual(
      NAMES.map((name) => `Hello ${name}`),
    );
    expect(problemsOf(world)).toEqual([]);
  });

  it('fail together, are retried with one request, and have its new answer', async () => {
    await using world = await openWorld({ batches: GREETING });
    const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
    await submit(world, start);
    await world.claude.waitFor('the message batch', () => world.claude.batches().length === 1);
    const ends: Outcome[] = ['expired', errored('invalid_request_error', 'messages: no'), 'succeeded'];
    world.claude.finish(undefined, (_request, index) => ends[index] ?? 'succeeded');
    const card = await world.cardInTime(
      start,
      '*1 done · 2 failed · 3 expired* of 6 rows, sent as 3 requests',
    );
    await world.ana.click(card, 'Failed rows');
    await world.inTime('the file', () => filesOf(world, start, 'failed.csv').length === 1);
    expect(newestCsv(world, start).map(({ id }) => id)).toEqual(['r1', 'r2', 'r3', 'r5', 'r6']);
    await world.ana.command(world.marketing, '/batch retry #1 --only expired');
    const offer = await world.whisper(world.ana, '3 rows would be sent again as 1 request');
    await world.ana.click(offer, /Retry 3 expired · [^"]+at most/.exec(shown(offer))?.[0] ?? '');
    await world.claude.waitFor('the second message batch', () => world.claude.batches().length === 2);
    expect(sent(world)[1]).toEqual(['Ann']);
    world.claude.finish();
    await world.cardInTime(start, '*4 done · 2 failed* of 6 rows');
    await world.inTime('the merged files', () => filesOf(world, start, '.csv').length === 3);
    expect(pick(newestCsv(world, start), 'id', 'response', 'status', 'attempt')).toEqual([
      ['r1', 'Hello Ann', 'succeeded', '2'],
      ['r2', '', 'errored', '1'],
      ['r3', 'Hello Ann', 'succeeded', '2'],
      ['r4', 'Hello Cy', 'succeeded', '1'],
      ['r5', '', 'errored', '1'],
      ['r6', 'Hello Ann', 'succeeded', '2'],
    ]);
    expect(problemsOf(world)).toEqual([]);
  });

  it('are no failed rows when the one that was sent for them is answered', async () => {
    await using world = await openWorld();
    const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
    await submit(world, start);
    await world.claude.waitFor('the message batch', () => world.claude.batches().length === 1);
    world.claude.finish();
    const card = await world.cardInTime(start, '6 done');
    expect(shown(card)).not.toContain('Failed rows');
    expect(problemsOf(world)).toEqual([]);
  });

  it('are all sent when a person wants it so, by the window or by the command', async () => {
    await using world = await openWorld({ batches: GREETING });
    const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
    await edit(world, await world.card(start, '"Submit"'), { Duplicates: false });
    const draft = await world.card(start, '*6 requests* from 6 rows');
    expect(shown(draft)).not.toContain('duplicate');
    await submit(world, start);
    await world.claude.waitFor('the message batch', () => world.claude.batches().length === 1);
    expect(sent(world)).toEqual([NAMES]);
    world.claude.finish();
    await world.cardInTime(start, '*6 done* of 6 requests');
    await world.inTime('the files', () => filesOf(world, start, '.csv').length === 1);
    expect(newestCsv(world, start)[0]).not.toHaveProperty('same_as');
    await world.ana.command(
      world.marketing,
      '/batch build last --prompt "Greet {{name}}" --duplicates send-all',
    );
    await world.slack.waitFor('the second draft', () =>
      world
        .replies(start)
        .find((one) => shown(one).includes('Draft #2') && shown(one).includes('*6 requests*')),
    );
    expect(problemsOf(world)).toEqual([]);
  });

  it('are called so when it is all of them, as somebody may want many answers to one prompt', async () => {
    await using world = await openWorld();
    const start = await world.drop('ideas.txt', 'an idea\nan idea\nan idea\n', 'Give me: {{text}}');
    const draft = await world.card(start, '"Submit"');
    expect(shown(draft)).toContain('*All 3 rows give the same request*');
    expect(shown(draft)).toContain('If you want a new answer for each row');
    await submit(world, start);
    await world.claude.waitFor('the message batch', () => world.claude.batches().length === 1);
    expect(world.claude.batches()[0]?.requests).toHaveLength(1);
    expect(problemsOf(world)).toEqual([]);
  });

  it('keep their own custom_ids, from a column or ready-made, and each id is still used once', async () => {
    await using world = await openWorld({ batches: GREETING });
    const start = await world.drop('people.csv', `${CSV}r1,Ann\n`, 'Greet {{name}}');
    await edit(world, await world.card(start, '"Submit"'), { 'Column for custom_id': 'id' });
    await world.card(start, 'custom_id from', '3 duplicates are sent once', 'already used in line 2');
    await submit(world, start);
    const line = (id: string, name: string) =>
      JSON.stringify({ custom_id: id, params: { messages: [{ role: 'user', content: `Greet ${name}` }] } });
    const ready = await world.drop('ready.jsonl', [line('x', 'Ann'), line('y', 'Ann')].join('\n'), null);
    await submit(world, ready);
    await world.claude.waitFor('both message batches', () => world.claude.batches().length === 2);
    expect(sent(world)).toEqual([['Ann', 'Bo', 'Cy'], ['Ann']]);
    world.claude.finish();
    await world.inTime('all files', () =>
      [start, ready].every((one) => filesOf(world, one, '.csv').length === 1),
    );
    expect(pick(newestCsv(world, start), 'custom_id', 'response', 'same_as').slice(1, 5)).toEqual([
      ['r2', 'Hello Bo', ''],
      ['r3', 'Hello Ann', 'r1'],
      ['r4', 'Hello Cy', ''],
      ['r5', 'Hello Bo', 'r2'],
    ]);
    expect(pick(newestCsv(world, ready), 'custom_id', 'response', 'same_as')).toEqual([
      ['x', 'Hello Ann', ''],
      ['y', 'Hello Ann', 'x'],
    ]);
    expect(problemsOf(world)).toEqual([]);
  });

  it('are told apart by their bytes, not by a checksum', async () => {
    await using world = await openWorld();
    // Both words have the CRC-32 4ddb0c25.
    const words = 'plumless\nbuckeroo\nbuckeroo\nplumless\n';
    const start = await world.drop('words.txt', words, 'Explain {{text}}');
    await world.card(start, '2 duplicates are sent once');
    await submit(world, start);
    const [batch] = await world.claude.waitFor('the message batch', () => {
      const all = world.claude.batches();
      return all.length === 1 && all;
    });
    const asked = batch?.requests.map(({ params }) => /Explain \w+/.exec(JSON.stringify(params))?.[0]);
    expect(asked).toEqual(['Explain plumless', 'Explain buckeroo']);
    expect(problemsOf(world)).toEqual([]);
  });
});
