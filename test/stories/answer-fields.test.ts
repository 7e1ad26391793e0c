// Answers in columns: asked for by command or in the window, shown before money, checked when they come, retried where they do not fit.
import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { Oddities } from '../../src/sim/batches/oddities.ts';
import type { Message } from '../../src/sim/slack/index.ts';
import { openWorld, problemsOf, shown, type World, type WorldOptions } from '../support/world.ts';

const CSV = 'id,review\n1,Great\n2,Awful\n3,So so\n4,Lovely\n5,Bad\n';
const FIELDS = 'mood: good|bad|mixed, score: integer (1 to 10), would buy: yes/no, summary';
const PROMPT = 'Judge this review: {{review}}';

const answer = (mood: string, score: number, buys: boolean) =>
  JSON.stringify({ mood, score, would_buy: buys, summary: `It is "${mood}", they say` });
/** By row; the third lacks its score, the fourth is cut off, the fifth refused. */
const ANSWERS = [
  { text: answer('good', 9, true) },
  { text: answer('bad', 1, false) },
  { text: '{"mood":"mixed","would_buy":false,"summary":"x"}' },
  { text: '{"mood":"go', stopReason: 'max_tokens' },
  { text: '', stopReason: 'refusal' },
];

async function draftWithFields(world: World, fields = FIELDS): Promise<Message> {
  const start = await world.ana.say(world.marketing, 'reviews', {
    files: [{ name: 'reviews.csv', content: CSV }],
  });
  await world.whisper(world.ana, 'Start a batch');
  await world.ana.command(world.marketing, `/batch build last --prompt "${PROMPT}" --fields "${fields}"`);
  return start;
}

/** A job that has ended with the answers above. */
async function endMixed(
  options: WorldOptions = {},
): Promise<{ world: World; start: Message; card: Message }> {
  const world = await openWorld(options);
  const start = await draftWithFields(world);
  await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
  await world.claude.waitFor('the message batch', () => world.claude.batches().length === 1);
  world.claude.finish(undefined, (_request, index) => ({
    type: 'succeeded',
    ...(ANSWERS[index] ?? { text: 'no JSON' }),
  }));
  const card = await world.cardInTime(start, 'Done with errors (2/5)');
  await world.inTime('the files', () => filesOf(world, start).length === 2);
  return { world, start, card };
}

const filesOf = (world: World, start: Message) => world.replies(start).flatMap(({ files }) => files);

function newest(world: World, start: Message, ending: string): string {
  const file = filesOf(world, start)
    .filter(({ name }) => name.endsWith(ending))
    .at(-1);
  return file ? world.slack.fileContent(file.id).toString() : '';
}

function rowsOf(world: World, start: Message): Record<string, string>[] {
  return parse(newest(world, start, '.csv'), { columns: true }) as Record<string, string>[];
}

describe('fields of the answer', () => {
  it('are columns on the draft card, part of each request, and counted with its tokens', async () => {
    await using world = await openWorld();
    const start = await draftWithFields(world);
    const draft = await world.card(start, '"Submit"');
    for (const words of [
      'Answer in columns: `mood` (good|bad|mixed) `score` (integer) `would buy` (yes/no) `summary`',
      'Claude is asked for “would buy” as would_buy',
    ])
      expect(shown(draft)).toContain(words);
    await world.ana.click(draft, 'Submit');
    await world.claude.waitFor('the message batch', () => world.claude.batches().length === 1);
    const params = world.claude.batches()[0]?.requests[0]?.params ?? {};
    expect(params.output_config).toEqual({
      format: {
        type: 'json_schema',
        schema: {
          type: 'object',
          properties: {
            mood: { type: 'string', enum: ['good', 'bad', 'mixed'] },
            score: { type: 'integer', description: '1 to 10' },
            would_buy: { type: 'boolean', description: 'would buy' },
            summary: { type: 'string' },
          },
          required: ['mood', 'score', 'would_buy', 'summary'],
          additionalProperties: false,
        },
      },
    });
    const { max_tokens: _max, ...counted } = params;
    const body = createHash('sha256').update(JSON.stringify(counted)).digest('hex');
    expect(
      world.claude.calls.filter(({ path }) => path.endsWith('/count_tokens')).map(({ sha256 }) => sha256),
    ).toContain(body);
    expect(problemsOf(world)).toEqual([]);
  });

  it('are told one by one in the Markdown digest, the text of an answer only where none of them can be read', async () => {
    const { world, start } = await endMixed();
    await using _world = world;
    await world.ana.command(world.marketing, '/batch results #1 --format md');
    await world.slack.waitFor('the digest', () => newest(world, start, '.md') !== '');
    const entries = newest(world, start, '.md').split(/^## /m).slice(1);
    expect(entries[0]).toBe(
      '1. 1\n\n**mood:** good\n\n**score:** 9\n\n**would buy:** yes\n\n**summary:** It is "good", they say\n\n',
    );
    expect(entries[2]).toContain('**mood:** mixed');
    expect(entries[2]).toContain('**error:** misfit');
    expect(entries[3]).toBe('4. 4\n\n> {"mood":"go\n\n');
    expect(problemsOf(world)).toEqual([]);
  });

  it('become columns of the files; answers that do not fit are told, retried with a click, and merged', async () => {
    const { world, start, card } = await endMixed();
    await using _world = world;
    for (const words of [
      '2 done · 1 cut off · 1 refused · 1 misfit',
      '*mood*: bad 1 · good 1 · mixed 1',
      '*would buy*: no 2 · yes 1',
      '1 answer without the fields that were asked for, so it is a misfit: retry them',
    ])
      expect(shown(card)).toContain(words);
    const [first, , third, fourth] = rowsOf(world, start);
    expect(Object.keys(first ?? {})).toEqual([
      ...['id', 'review', 'mood', 'score', 'would buy', 'summary'],
      ...['custom_id', 'status', 'response', 'stop_reason', 'input_tokens', 'output_tokens'],
      ...['cost_usd', 'error', 'attempt'],
    ]);
    expect(first).toMatchObject({
      mood: 'good',
      score: '9',
      'would buy': 'yes',
      summary: 'It is "good", they say',
      status: 'succeeded',
      error: '',
    });
    expect(third).toMatchObject({
      mood: 'mixed',
      score: '',
      'would buy': 'no',
      status: 'misfit',
      error: 'misfit: “score” is missing.',
    });
    expect(fourth).toMatchObject({
      mood: '',
      score: '',
      status: 'succeeded',
      stop_reason: 'max_tokens',
      error: '',
    });
    const lines = newest(world, start, '.jsonl')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[1].answer).toEqual({
      mood: 'bad',
      score: 1,
      'would buy': false,
      summary: 'It is "bad", they say',
    });
    expect(lines[2]).toMatchObject({
      status: 'misfit',
      answer: { mood: 'mixed', score: null },
      error: { type: 'misfit', message: '“score” is missing.' },
    });
    await world.ana.click(card, /Retry 1 misfit · [^"]+at most/.exec(shown(card))?.[0] ?? '');
    await world.claude.waitFor('the retry', () => world.claude.batches().length === 2);
    const [again, ...others] = world.claude.batches()[1]?.requests ?? [];
    expect(others).toEqual([]);
    expect(again?.params).toEqual(world.claude.batches()[0]?.requests[2]?.params);
    world.claude.finish(undefined, () => ({ type: 'succeeded', text: answer('mixed', 5, true) }));
    const done = await world.cardInTime(start, '3 done · 1 cut off · 1 refused');
    expect(shown(done)).not.toContain('misfit');
    expect(shown(done)).toContain('*would buy*: yes 2 · no 1');
    await world.ana.command(world.marketing, '/batch retry #1 --only misfit');
    await world.whisper(world.ana, 'has no such rows to retry');
    await world.inTime('the merged files', () => filesOf(world, start).length === 4);
    expect(
      rowsOf(world, start).map(({ id, score, status, attempt }) => [id, score, status, attempt]),
    ).toEqual([
      ['1', '9', 'succeeded', '1'],
      ['2', '1', 'succeeded', '1'],
      ['3', '5', 'succeeded', '2'],
      ['4', '', 'succeeded', '1'],
      ['5', '', 'succeeded', '1'],
    ]);
    expect(problemsOf(world)).toEqual([]);
  });

  it('are kept by a retry with another limit, and a misfit alone can be asked for', async () => {
    const { world, start } = await endMixed();
    await using _world = world;
    await world.ana.command(world.marketing, '/batch retry #1 --only misfit');
    const offer = await world.whisper(world.ana, '1 row would be sent again', 'at most');
    expect(shown(offer)).toContain('Retry 1 misfit · ');
    await world.ana.command(world.marketing, '/batch retry #1 --only cut-off --max-tokens 5000');
    const other = await world.whisper(world.ana, '1 row would be sent again', '5,000 tokens');
    await world.ana.click(other, /Retry 1 cut off · [^"]+at most/.exec(shown(other))?.[0] ?? '');
    await world.claude.waitFor('the retry', () => world.claude.batches().length === 2);
    const { max_tokens: limit, output_config: output } = world.claude.batches()[1]?.requests[0]?.params ?? {};
    expect(limit).toBe(5000);
    expect(output).toEqual(world.claude.batches()[0]?.requests[0]?.params.output_config);
    world.claude.finish(undefined, () => ({ type: 'succeeded', text: answer('good', 7, true) }));
    await world.cardInTime(start, '3 done · 1 refused · 1 misfit');
    expect(problemsOf(world)).toEqual([]);
  });

  it('may be missed by every answer: the job has failed, and is retried as a whole', async () => {
    const oddities: Oddities = { misfit: 'type' };
    await using world = await openWorld({ batches: { oddities } });
    const start = await draftWithFields(world);
    await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
    await world.claude.waitFor('the message batch', () => world.claude.batches().length === 1);
    world.claude.finish();
    const card = await world.cardInTime(start, 'Failed (0/5)', '*5 misfit* of 5 requests');
    delete oddities.misfit;
    // The stand-in resents the same bytes twice within ten minutes, whoever asked for them.
    world.advance(11 * 60_000);
    await world.ana.click(card, /Retry 5 misfit · [^"]+at most/.exec(shown(card))?.[0] ?? '');
    await world.claude.waitFor('the retry', () => world.claude.batches().length === 2);
    world.claude.finish();
    await world.cardInTime(start, '*5 done* of 5 requests');
    expect(problemsOf(world)).toEqual([]);
  });

  it('beside a failure are offered together with it', async () => {
    await using world = await openWorld();
    const start = await draftWithFields(world);
    await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
    await world.claude.waitFor('the message batch', () => world.claude.batches().length === 1);
    world.claude.finish(undefined, (_request, index) =>
      index === 0 ? 'expired' : { type: 'succeeded', text: index === 1 ? '{}' : answer('good', 1, true) },
    );
    const card = await world.cardInTime(start, '3 done · 1 misfit · 1 expired');
    expect(shown(card)).toContain('Retry 2 failed or misfit · ');
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('the window for fields', () => {
  it('shows them one in a line, takes changes, and tells beside the input what cannot be read', async () => {
    await using world = await openWorld();
    const { ana, slack } = world;
    const start = await draftWithFields(world);
    await ana.click(await world.card(start, '"Submit"'), 'Edit');
    const modal = await slack.waitFor('the modal', () => slack.openView(ana));
    expect(slack.viewTranscript(modal).replace(/\n\s+/g, ' / ')).toContain(
      'Fields of the answer: [mood: good|bad|mixed / score: integer (1 to 10) / would buy: yes/no / summary]',
    );
    const refused = await ana.submit(modal, { 'Fields of the answer': 'mood: good|bad\nmood: nummer' });
    expect(refused.errors?.['Fields of the answer']).toContain('“nummer” is no kind of answer for “mood”.');
    await ana.submit(modal, { 'Fields of the answer': 'id\ntopics: list' });
    const draft = await world.card(start, 'Answer in columns: `id` `topics` (list)', '"Submit"');
    await ana.click(draft, 'Submit');
    await world.claude.waitFor('the message batch', () => world.claude.batches().length === 1);
    world.claude.finish(undefined, (_request, index) =>
      index === 0 ? 'succeeded' : { type: 'succeeded', text: '{"id":"x","topics":["a","b"]}' },
    );
    await world.cardInTime(start, '*5 done* of 5 requests');
    await world.inTime('the files', () => filesOf(world, start).length === 2);
    expect(rowsOf(world, start)[1]).toMatchObject({ id: '2', 'id (answer)': 'x', topics: 'a; b' });
    expect(problemsOf(world)).toEqual([]);
  });

  it('takes them all out when it is emptied, and answers are texts again', async () => {
    await using world = await openWorld();
    const { ana, slack } = world;
    const start = await draftWithFields(world);
    await ana.click(await world.card(start, '"Submit"'), 'Edit');
    await ana.submit(await slack.waitFor('the modal', () => slack.openView(ana)), {
      'Fields of the answer': '',
    });
    const draft = await slack.waitFor('the draft without fields', () =>
      world.replies(start).find((message) => {
        const text = shown(message);
        return text.includes('"Submit"') && !text.includes('Answer in columns');
      }),
    );
    await ana.click(draft, 'Submit');
    await world.claude.waitFor('the message batch', () => world.claude.batches().length === 1);
    expect(world.claude.batches()[0]?.requests[0]?.params).not.toHaveProperty('output_config');
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('--fields', () => {
  it('that cannot be read makes no draft, and says what to write', async () => {
    await using world = await openWorld();
    for (const [fields, ...words] of [
      ['mood: good', '“good” is no kind of answer for “mood”', 'choices with bars between them'],
      ['a, a', 'The field “a” is there twice', 'Take one out'],
      ['a: x|', '“a” leaves no choice', 'good|bad'],
    ] as const) {
      await world.ana.command(world.marketing, `/batch build last --prompt "x" --fields "${fields}"`);
      await world.whisper(world.ana, ...words);
    }
    await world.ana.command(world.marketing, '/batch help build');
    await world.whisper(world.ana, '--fields', 'each in a column of the results');
    expect(problemsOf(world)).toEqual([]);
  });

  it('is not used for ready-made requests, and the card says so', async () => {
    await using world = await openWorld();
    const { ana, marketing } = world;
    const params = { messages: [{ role: 'user', content: 'Hi' }] };
    const start = await ana.say(marketing, 'mine', {
      files: [{ name: 'own.jsonl', content: `${JSON.stringify({ custom_id: 'a', params })}\n` }],
    });
    await world.whisper(ana, 'Start a batch');
    await ana.command(marketing, '/batch build last --fields "mood: good|bad"');
    const draft = await world.card(start, 'The fields of the answer are not used', '"Submit"');
    expect(shown(draft)).not.toContain('Answer in columns');
    await ana.click(draft, 'Submit');
    await world.claude.waitFor('the message batch', () => world.claude.batches().length === 1);
    world.claude.finish();
    await world.cardInTime(start, '*1 done* of 1 request');
    await world.inTime('the files', () => filesOf(world, start).length === 2);
    expect(Object.keys(rowsOf(world, start)[0] ?? {})).not.toContain('mood');
    expect(problemsOf(world)).toEqual([]);
  });
});
