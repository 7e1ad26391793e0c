// What people did with scripts before: rows from a CSV or a database, answers into a database or a CSV, documents, products.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import type { Params } from '../../src/sim/batches/index.ts';
import type { Message } from '../../src/sim/slack/index.ts';
import { databaseOf } from '../formats/database.ts';
import { openWorld, problemsOf, shown, type World, type WorldOptions } from '../support/world.ts';

const DATA = 'id,content\nrow-1,"Fast, and quiet"\nrow-2,Too loud\nrow-3,Änderung\n';

/** Says back what it was asked, so that each answer shows whose it is. */
function echo({ messages }: Params): string {
  const [{ content }] = messages as [{ content: string }];
  return `Re: ${content}`;
}

const openEcho = (options: WorldOptions = {}) => openWorld({ batches: { answer: echo }, ...options });

/** Drops a file and waits until the bot has seen it, as people do before they type a command. */
async function dropped(world: World, name: string, content: string | Buffer): Promise<void> {
  const start = await world.drop(name, content, null);
  await world.slack.waitFor('the card', () => world.replies(start).length > 0);
}

/** Waits for the draft, submits it and sees it through. @returns what was sent */
async function seeThrough(world: World, draft: () => Message | undefined) {
  const { ana, claude, slack } = world;
  const before = claude.batches().length;
  const card = await slack.waitFor('the draft', draft);
  await ana.click(card, 'Submit');
  await claude.waitFor('the message batch', () => claude.batches().length === before + 1);
  claude.finish();
  await world.inTime('the files', () => newest(world, '.jsonl') !== undefined);
  return claude.batches()[before]?.requests ?? [];
}

function draftWith(world: World, ...words: string[]) {
  return () =>
    world.slack
      .messages(world.marketing)
      .find((message) => [...words, '"Submit"'].every((word) => shown(message).includes(word)));
}

/** The newest file of the bot with such a name, as text. */
function newest({ slack, marketing }: World, ending: string): string | undefined {
  const file = slack
    .messages(marketing)
    .filter(({ user }) => user === slack.botUserId)
    .flatMap(({ files }) => files)
    .filter(({ name }) => name.endsWith(ending))
    .at(-1);
  return file === undefined ? undefined : slack.fileContent(file.id).toString('utf8');
}

const csvOf = (world: World) =>
  Papa.parse<string[]>(newest(world, '.csv') ?? '', { skipEmptyLines: true }).data;

describe('what scripts did', { timeout: 60_000 }, () => {
  it('rows from a CSV, with ids of their own', async () => {
    await using world = await openEcho();
    await dropped(world, 'data.csv', DATA);
    await world.ana.command(
      world.marketing,
      '/batch build last --prompt "Process: {{content}}" --id-column id --model claude-opus-4-6 --max-tokens 1024',
    );
    const sent = await seeThrough(world, draftWith(world, 'Process: Too loud'));
    expect(sent.map(({ customId }) => customId)).toEqual(['row-1', 'row-2', 'row-3']);
    expect(sent[0]?.params).toEqual({
      model: 'claude-opus-4-6',
      max_tokens: 1024,
      messages: [{ role: 'user', content: 'Process: Fast, and quiet' }],
    });
    const lines = (newest(world, '.jsonl') ?? '').trimEnd().split('\n');
    const results = lines.map((line) => JSON.parse(line) as { custom_id: string; response: string });
    expect(results.map(({ custom_id, response }) => [custom_id, response])).toEqual([
      ['row-1', 'Re: Process: Fast, and quiet'],
      ['row-2', 'Re: Process: Too loud'],
      ['row-3', 'Re: Process: Änderung'],
    ]);
    expect(problemsOf(world)).toEqual([]);
  });

  it('rows from a database file', async () => {
    await using world = await openEcho();
    const items = databaseOf(
      "CREATE TABLE items (id INTEGER PRIMARY KEY, content TEXT); INSERT INTO items VALUES (1, 'One'), (2, 'Two')",
    );
    await dropped(world, 'data.db', items);
    await world.ana.command(
      world.marketing,
      `/batch build sqlite last --query "SELECT 'db-' || id AS id, content FROM items" --column content --id-column id`,
    );
    const sent = await seeThrough(world, draftWith(world, 'SQLite table'));
    expect(sent.map(({ customId, params }) => [customId, echo(params)])).toEqual([
      ['db-1', 'Re: One'],
      ['db-2', 'Re: Two'],
    ]);
    expect(csvOf(world).map((row) => row.slice(0, 2))).toEqual([
      ['id', 'content'],
      ['db-1', 'One'],
      ['db-2', 'Two'],
    ]);
    expect(problemsOf(world)).toEqual([]);
  });

  it('answers into a database', async () => {
    await using world = await openEcho();
    const path = join(world.dataDir, 'results.db');
    const file = join(world.dataDir, 'sources.json');
    const results = { table: 'batch_results' };
    new Database(path).close();
    const sources = [{ name: 'archive', kind: 'sqlite', path, channels: [world.marketing.id], results }];
    writeFileSync(file, JSON.stringify({ sources }));
    await world.restart();
    await world.stopBot();
    await world.startBot({ SOURCES_FILE: file });
    await world.drop('data.csv', DATA, 'Process: {{content}}');
    await seeThrough(world, draftWith(world, 'Process: Too loud'));
    for (const words of ['3 rows are new', 'already there']) {
      await world.ana.command(world.marketing, '/batch results #1 --to archive');
      await world.whisper(world.ana, words);
    }
    const database = new Database(path, { readonly: true });
    const rows = database
      .prepare('SELECT response, status FROM batch_results ORDER BY custom_id')
      .raw()
      .all();
    database.close();
    expect(rows).toEqual([
      ['Re: Process: Fast, and quiet', 'succeeded'],
      ['Re: Process: Too loud', 'succeeded'],
      ['Re: Process: Änderung', 'succeeded'],
    ]);
    expect(problemsOf(world)).toEqual([]);
  });

  it('answers as a CSV of three columns', async () => {
    await using world = await openEcho();
    await world.drop('data.csv', DATA, 'Process: {{content}}');
    const sent = await seeThrough(world, draftWith(world, 'Process: Too loud'));
    await world.ana.command(
      world.marketing,
      '/batch results #1 --format csv --only succeeded --columns custom_id,response,output_tokens',
    );
    await world.inTime('the file', () => newest(world, 'succeeded.csv'));
    const [header, ...rows] = csvOf(world);
    expect(header).toEqual(['custom_id', 'response', 'output_tokens']);
    expect(rows.map(([id]) => id)).toEqual(sent.map(({ customId }) => customId));
    expect(rows.every(([, , tokens]) => Number(tokens) > 0)).toBe(true);
    expect(problemsOf(world)).toEqual([]);
  });

  it('documents of a text file, each summarized', async () => {
    await using world = await openEcho();
    const documents = readFileSync('samples/documents.txt', 'utf8');
    await dropped(world, 'documents.txt', documents);
    await world.ana.command(
      world.marketing,
      '/batch build text last --split paragraph --prompt "Please summarize this document" --system "You are a brief editor." --max-tokens 300',
    );
    const sent = await seeThrough(world, draftWith(world, 'Please summarize this document', 'per paragraph'));
    const paragraphs = documents.trim().split(/\n\s*\n/);
    expect(sent).toHaveLength(5);
    expect(sent.map(({ params }) => params.system)).toEqual(Array(5).fill('You are a brief editor.'));
    sent.forEach(({ params }, index) => {
      expect(echo(params)).toContain('Please summarize this document');
      expect(echo(params)).toContain(paragraphs[index]?.trim().slice(0, 40));
    });
    expect((newest(world, '.jsonl') ?? '').trimEnd().split('\n')).toHaveLength(5);
    expect(problemsOf(world)).toEqual([]);
  });

  it('descriptions of products, found by their id', async () => {
    await using world = await openEcho();
    await dropped(world, 'products.csv', readFileSync('samples/products.csv'));
    await world.ana.command(
      world.marketing,
      '/batch build last --id-column id --max-tokens 250 --prompt "Write a description of {{name}}: {{features}}"',
    );
    const sent = await seeThrough(world, draftWith(world, 'Write a description of Harbor Lamp'));
    await world.ana.command(world.marketing, '/batch results #2 --format json');
    await world.inTime('the file', () => newest(world, '.json'));
    const byId = JSON.parse(newest(world, '.json') ?? '') as Record<string, { response: string }>;
    expect(Object.keys(byId)).toEqual(sent.map(({ customId }) => customId));
    for (const { customId, params } of sent) expect(byId[customId]?.response).toBe(echo(params));
    expect(problemsOf(world)).toEqual([]);
  });
});
