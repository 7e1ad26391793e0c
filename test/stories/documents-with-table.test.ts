// A table and documents in one message: each row is sent with what it shares or names; what is large is uploaded once.
import { afterEach, describe, expect, it } from 'vitest';
import type { Message } from '../../src/sim/slack/index.ts';
import { pdf, png } from '../support/documents.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

type Block = Record<string, unknown> & { source?: Record<string, unknown> };

function contents(world: World): (string | Block[])[] {
  return world.claude.batches().flatMap(({ requests }) =>
    requests.map(({ params }) => {
      const [message] = params.messages as unknown as [{ content: string | Block[] }];
      return message.content;
    }),
  );
}

function document(title: string, bytes: Buffer): Block {
  const data = bytes.toString('base64');
  return { type: 'document', title, source: { type: 'base64', media_type: 'application/pdf', data } };
}

function dropAll(world: World, files: Record<string, string | Buffer>, prompt: string): Promise<Message> {
  const { ana, slack, marketing } = world;
  return ana.say(marketing, `@${slack.botName} ${prompt}`, {
    files: Object.entries(files).map(([name, content]) => ({ name, content })),
  });
}

async function submit(world: World, start: Message): Promise<void> {
  await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
}

const QUESTIONS = 'question\nWho signed?\nSince when?\nFor how long?\n';
/** Three rows with it are more than the ten megabytes that may be repeated. */
const LARGE = Buffer.concat([pdf(2), Buffer.alloc(4_000_000)]);
const UPLOAD = { method: 'POST' as const, path: /^\/v1\/files$/ };

const uploads = (world: World) =>
  world.claude.calls.filter(({ method, path }) => method === 'POST' && path === '/v1/files');
const fileIds = (world: World) =>
  contents(world).map((content) => (content[0] as Block | undefined)?.source?.file_id);

let world: World;
afterEach(() => world[Symbol.asyncDispose]());

describe('a table and a document', () => {
  it('are one job: each row is sent with the document, and the card says so', async () => {
    world = await openWorld();
    const lease = pdf(3);
    const start = await dropAll(world, { 'questions.csv': QUESTIONS, 'lease.pdf': lease }, '{{question}}');
    const draft = await world.card(start, '"Submit"', '*3 requests* from 3 rows');
    expect(shown(draft)).toContain('questions.csv with lease.pdf');
    expect(shown(draft)).toContain('Each row is sent with lease.pdf.');
    expect(shown(draft)).toContain('counted by Anthropic');
    expect(world.replies(start)).toHaveLength(1);
    await submit(world, start);
    await world.card(start, 'In progress');
    expect(contents(world)).toEqual(
      ['Who signed?', 'Since when?', 'For how long?'].map((text) => [
        document('lease.pdf', lease),
        { type: 'text', text },
      ]),
    );
    expect(uploads(world)).toHaveLength(0);
    world.claude.finish();
    await world.cardInTime(start, '3 done');
    expect(problemsOf(world)).toEqual([]);
  });

  it('whose names stand in a column go with the rows that name them', async () => {
    world = await openWorld();
    const [lease, loan, photo] = [pdf(1), pdf(2), png(30, 20)];
    const table = 'contract,question\nlease.pdf,Who?\nLOAN.pdf,When?\n,Why?\n"lease.pdf, photo.png",What?\n';
    const files = {
      'q.csv': table,
      'lease.pdf': lease,
      'loan.pdf': loan,
      'photo.png': photo,
      'x.pdf': pdf(1),
    };
    const start = await dropAll(world, files, '{{question}}');
    const draft = await world.card(start, '"Submit"', '*4 requests* from 4 rows');
    expect(shown(draft)).toContain('q.csv with 4 documents');
    expect(shown(draft)).toContain('The column contract says which document each row is sent with.');
    expect(shown(draft)).toContain('No row names x.pdf, so it is sent with none.');
    await submit(world, start);
    await world.card(start, 'In progress');
    const image = { type: 'base64', media_type: 'image/png', data: photo.toString('base64') };
    expect(contents(world)).toEqual([
      [document('lease.pdf', lease), { type: 'text', text: 'Who?' }],
      [document('loan.pdf', loan), { type: 'text', text: 'When?' }],
      'Why?',
      [document('lease.pdf', lease), { type: 'image', source: image }, { type: 'text', text: 'What?' }],
    ]);
    expect(problemsOf(world)).toEqual([]);
  });

  it('that cannot be sent skips every row, by its name', async () => {
    world = await openWorld();
    const files = { 'q.csv': QUESTIONS, 'half.pdf': pdf(2).subarray(0, 300) };
    const start = await dropAll(world, files, '{{question}}');
    await world.card(start, 'No row can be sent', 'half.pdf: The PDF is damaged');
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('a large document that rows share', () => {
  it('is uploaded once at submit, named by its id, and deleted when the job has ended', async () => {
    world = await openWorld();
    const start = await dropAll(world, { 'q.csv': QUESTIONS, 'lease.pdf': LARGE }, '{{question}}');
    const draft = await world.card(start, '"Submit"', 'is uploaded to Anthropic once');
    expect(shown(draft)).toContain('only guessed from pages');
    expect(uploads(world)).toHaveLength(0);
    await submit(world, start);
    await world.card(start, 'In progress');
    expect(uploads(world)).toHaveLength(1);
    const [file] = world.claude.files();
    expect(file?.content.equals(LARGE)).toBe(true);
    expect(fileIds(world)).toEqual([file?.id, file?.id, file?.id]);
    await world.tick();
    expect(world.claude.files()).toHaveLength(1);
    world.claude.finish();
    await world.cardInTime(start, '3 done');
    await world.inTime('the file to be deleted', () => world.claude.files().length === 0);
    expect(problemsOf(world)).toEqual([]);
  });

  it('is tried with its bytes, as nothing is uploaded before Submit', async () => {
    const tried: unknown[] = [];
    world = await openWorld({
      batches: {
        answer: (params) => {
          tried.push((params as { messages: [{ content: Block[] }] }).messages[0].content[0]);
          return 'Ana.';
        },
      },
    });
    const lease = Buffer.concat([pdf(2), Buffer.alloc(2_000_000)]);
    const start = await dropAll(
      world,
      { 'questions.csv': QUESTIONS.repeat(2), 'lease.pdf': lease },
      '{{question}}',
    );
    await world.ana.click(await world.card(start, '"Submit"'), 'Try 3 rows');
    await world.card(start, 'tried at the standard price');
    expect(tried).toEqual([1, 2, 3].map(() => document('lease.pdf', lease)));
    expect(uploads(world)).toHaveLength(0);
    expect(problemsOf(world)).toEqual([]);
  });

  it('is looked up and not uploaded twice when an answer is lost', async () => {
    world = await openWorld();
    const start = await dropAll(world, { 'q.csv': QUESTIONS, 'lease.pdf': LARGE }, '{{question}}');
    world.claude.faults.add({ ...UPLOAD, kind: 'reset-after' });
    await submit(world, start);
    await world.cardInTime(start, 'In progress');
    expect(uploads(world)).toHaveLength(1);
    expect(world.claude.files()).toHaveLength(1);
    expect(world.claude.batches()).toHaveLength(1);
    world.claude.finish();
    await world.cardInTime(start, '3 done');
    await world.inTime('the file to be deleted', () => world.claude.files().length === 0);
    expect(problemsOf(world)).toEqual([]);
  });

  it('that Anthropic does not take leaves a draft that says so', async () => {
    world = await openWorld();
    const start = await dropAll(world, { 'q.csv': QUESTIONS, 'lease.pdf': LARGE }, '{{question}}');
    world.claude.faults.add({ ...UPLOAD, kind: 'status', status: 400 });
    await submit(world, start);
    await world.cardInTime(start, 'Anthropic does not take lease.pdf', '"Submit"');
    expect(world.claude.batches()).toHaveLength(0);
    expect(problemsOf(world)).toEqual([]);
  });

  it('that is gone before the message batch ran fails its rows, and is uploaded again for another attempt', async () => {
    world = await openWorld();
    const start = await dropAll(world, { 'q.csv': QUESTIONS, 'lease.pdf': LARGE }, '{{question}}');
    await submit(world, start);
    await world.card(start, 'In progress');
    for (const { id } of world.claude.files()) world.claude.removeFile(id);
    world.claude.finish();
    const card = await world.cardInTime(start, 'Retry 3 failed');
    await world.tick();
    await world.ana.click(card, /Retry 3 failed · [^"]+at most/.exec(shown(card))?.[0] ?? '');
    await world.claude.waitFor('the second message batch', () => world.claude.batches().length === 2);
    expect(uploads(world)).toHaveLength(2);
    world.claude.finish();
    await world.cardInTime(start, '3 done');
    expect(problemsOf(world)).toEqual([]);
  });

  it('is deleted after a restart, when Anthropic did not answer before', async () => {
    world = await openWorld();
    const start = await dropAll(world, { 'q.csv': QUESTIONS, 'lease.pdf': LARGE }, '{{question}}');
    await submit(world, start);
    await world.card(start, 'In progress');
    world.claude.faults.add({ method: 'DELETE', path: /files/, kind: 'status', status: 529 });
    world.claude.finish();
    await world.cardInTime(start, '3 done');
    await world.claude.waitFor('the refused call', () => world.claude.faults.waiting().length === 0);
    await world.restart();
    await world.inTime('the file to be deleted', () => world.claude.files().length === 0);
    expect(problemsOf(world)).toEqual([]);
  });
});
