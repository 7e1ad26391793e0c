// Results in every format, asked for by command and by menu, read back with other people's code.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { readXlsx } from 'hucre/xlsx';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/sim/batches/batch.ts';
import type { Message } from '../../src/sim/slack/index.ts';
import { unzip } from '../support/unzip.ts';
import { openWorld, problemsOf, shown, type World, type WorldOptions } from '../support/world.ts';

/** The last row has no name, so it is never sent. */
const CSV = 'sku,name,status\nA-1,Ann,new\nB-2,=1+1,old\nC-3,Cy,new\nD-4,Di,new\nE-5,,new\n';
const SKUS = ['A-1', 'B-2', 'C-3', 'D-4'];
const OUTCOMES: Outcome[] = [
  'succeeded',
  'succeeded',
  { type: 'errored', errorType: 'invalid_request_error', message: 'messages: no' },
  { type: 'succeeded', stopReason: 'max_tokens' },
];

async function endedJob(options: WorldOptions = {}) {
  const world = await openWorld(options);
  const start = await world.drop('people.csv', CSV, '{{name}}');
  await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
  await world.claude.waitFor('the message batch', () => world.claude.batches().length === 1);
  world.claude.finish(undefined, (_request, index) => OUTCOMES[index] ?? 'succeeded');
  const card = await world.cardInTime(start, 'Done with errors');
  await world.inTime('the files', () => filesOf(world, start).length === 2);
  return { world, start, card };
}

function filesOf({ slack, replies }: World, start: Message) {
  return replies(start)
    .flatMap(({ files }) => files)
    .map(({ id, name }) => ({ name, bytes: slack.fileContent(id) }));
}

/** @returns the file that comes when something is asked for */
async function next(world: World, start: Message, ask: () => Promise<unknown>) {
  const before = filesOf(world, start).length;
  await ask();
  await world.slack.waitFor('one more file', () => filesOf(world, start).length === before + 1);
  const file = filesOf(world, start).at(-1);
  if (file === undefined) throw new Error('There is no file.');
  return file;
}

const rowsOf = (bytes: Buffer, delimiter: string) =>
  Papa.parse<string[]>(bytes.toString('utf8'), { delimiter, skipEmptyLines: true }).data;

/** By format: the skus, the names and how each row came out, as they stand in the file. */
const READERS: Record<string, (bytes: Buffer, world: World) => Promise<unknown[][]> | unknown[][]> = {
  csv: (bytes) =>
    rowsOf(bytes, ',')
      .slice(1)
      .map((row) => [row[0], row[1]?.replace(/^'/, ''), row[2], row[4]]),
  tsv: (bytes) =>
    rowsOf(bytes, '\t')
      .slice(1)
      .map((row) => [row[0], row[1]?.replace(/^'/, ''), row[2], row[4]]),
  jsonl: (bytes) =>
    bytes
      .toString('utf8')
      .trimEnd()
      .split('\n')
      .map((line) => record(JSON.parse(line))),
  json: (bytes) =>
    Object.values(JSON.parse(bytes.toString('utf8'))).map((value) => record(value as JsonRecord)),
  async xlsx(bytes) {
    const { sheets } = await readXlsx(bytes);
    return (sheets[0]?.rows ?? []).slice(1).map((row) => [row[0], row[1], row[2], row[4]]);
  },
  async sqlite(bytes, world) {
    const path = join(world.dataDir, 'asked.sqlite');
    await writeFile(path, bytes);
    const file = new Database(path, { readonly: true });
    const rows = file.prepare('SELECT sku, name, status_2, status FROM batch_results').raw().all();
    const failed = file.prepare('SELECT sku FROM batch_results WHERE error IS NOT NULL').pluck().all();
    expect(failed).toEqual(['C-3']);
    file.close();
    return rows as unknown[][];
  },
};

interface JsonRecord {
  status: string;
  source: { sku: string; name: string; status: string };
}

function record({ status, source }: JsonRecord): unknown[] {
  return [source.sku, source.name, source.status, status];
}

const EXPECTED = [
  ['A-1', 'Ann', 'new', 'succeeded'],
  ['B-2', '=1+1', 'old', 'succeeded'],
  ['C-3', 'Cy', 'new', 'errored'],
  ['D-4', 'Di', 'new', 'succeeded'],
];

describe('the results of a job', () => {
  it('come in every format, by command and by menu', async () => {
    const { world, start, card } = await endedJob();
    await using _world = world;
    const { ana, ben, marketing } = world;
    const below = await world.cardInTime(start, '*3 answers*', 'data_table');
    for (const [format, read] of Object.entries(READERS)) {
      const typed = await next(world, start, () =>
        ana.command(marketing, `/batch results #1 --format ${format}`),
      );
      expect(typed.name).toBe(`people-results.${format}`);
      expect(await read(typed.bytes, world), format).toEqual(EXPECTED);
      const menu = format === 'xlsx' ? below : card;
      const chosen = await next(world, start, () =>
        ben.choose(menu, 'More formats', `1|${jobIdOf(card)}|${format}`),
      );
      expect(chosen.name).toBe(typed.name);
      expect(await read(chosen.bytes, world), format).toEqual(EXPECTED);
    }
    await world.whisper(ben, 'The results of job #1 as sqlite are on their way');
    const digest = await next(world, start, () => ana.choose(card, 'More formats', 'Markdown, to read'));
    const text = digest.bytes.toString('utf8');
    expect(text).toMatch(
      /^# people\.csv: results of job \\#1\n\n4 requests: 2 done · 1 cut off · 1 failed\n/,
    );
    expect(text.match(/^## .*/gm)).toEqual(SKUS.map((sku, index) => `## ${index + 1}. ${sku}`));
    expect(text).toContain('**error:** invalid\\_request\\_error: messages: no');
    expect(problemsOf(world)).toEqual([]);
  });

  it('of rows that have a custom_id of their own are headed by it in the Markdown digest', async () => {
    await using world = await openWorld();
    const start = await world.drop('own.csv', 'custom_id,name\nfirst,Ann\nsecond,Bo\n', 'Greet {{name}}');
    await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
    await world.claude.waitFor('the message batch', () => world.claude.batches().length === 1);
    world.claude.finish(undefined, () => ({ type: 'succeeded', text: 'Hello' }));
    await world.cardInTime(start, 'Done');
    await world.inTime('the files', () => filesOf(world, start).length === 2);
    const digest = await next(world, start, () =>
      world.ana.command(world.marketing, '/batch results #1 --format md'),
    );
    expect(digest.bytes.toString('utf8')).toContain('## 1. first\n\n> Hello\n\n## 2. second\n\n> Hello\n');
    expect(problemsOf(world)).toEqual([]);
  });

  it('come as one ZIP when many are asked for, as some rows, as some columns, and raw', async () => {
    const { world, start } = await endedJob();
    await using _world = world;
    const { ana, marketing } = world;
    const ask = (words: string) =>
      next(world, start, () => ana.command(marketing, `/batch results #1 ${words}`));
    const zip = await ask('--format csv,xlsx,json,md');
    expect(zip.name).toBe('people-results.zip');
    const path = join(world.dataDir, 'asked.zip');
    await writeFile(path, zip.bytes);
    const parts = await unzip(path);
    expect([...parts.keys()]).toEqual(
      ['csv', 'xlsx', 'json', 'md'].map((format) => `people-results.${format}`),
    );
    expect(await READERS.xlsx?.(parts.get('people-results.xlsx') ?? Buffer.of(), world)).toEqual(EXPECTED);

    const cut = await ask('--only cut-off --format csv --columns response,sku,status');
    expect(cut.name).toBe('people-results-cut-off.csv');
    expect(rowsOf(cut.bytes, ',')).toEqual([
      ['response', 'sku', 'status'],
      [expect.any(String), 'D-4', 'succeeded'],
    ]);
    const whole = await ask('--only succeeded --format jsonl --columns sku');
    expect(whole.bytes.toString('utf8')).toBe('{"sku":"A-1"}\n{"sku":"B-2"}\n');
    const failed = await ask('--only failed --format tsv --columns sku,what_to_fix');
    expect(rowsOf(failed.bytes, '\t')).toEqual([
      ['sku', 'what_to_fix'],
      ['C-3', expect.stringContaining('messages: no')],
      ['D-4', expect.stringContaining('cut off')],
      ['E-5', expect.stringContaining('empty')],
    ]);
    const guarded = await ask('--format csv --columns name');
    expect(guarded.bytes.toString('utf8')).toBe("name\nAnn\n'=1+1\nCy\nDi\n");
    const raw = await ask('--format csv --columns name --raw yes');
    expect(raw.bytes.toString('utf8')).toBe('name\nAnn\n=1+1\nCy\nDi\n');
    await ana.command(marketing, '/batch results #1 --format pdf');
    await world.whisper(
      ana,
      '“pdf” is no format of results files',
      'csv, tsv, jsonl, json, xlsx, sqlite, md',
    );
    await ana.command(marketing, '/batch results #1 --columns nmae');
    await world.whisper(ana, 'The results have no column “nmae”', 'Did you mean “name”?');
    expect(problemsOf(world)).toEqual([]);
  });

  it('that failed come as rows to be mended, and what was guarded in them is sent as it was', async () => {
    await using world = await openWorld();
    const { ana, claude } = world;
    const start = await world.drop('sums.csv', 'name,+note\n=1+1,a\n-2+3,b\nCy,c\n', 'Greet {{name}}');
    await ana.click(await world.card(start, '"Submit"'), 'Submit');
    await claude.waitFor('the message batch', () => claude.batches().length === 1);
    claude.finish(undefined, (_request, index) => (index === 2 ? 'succeeded' : 'expired'));
    const card = await world.cardInTime(start, 'Expired');
    await world.inTime('the files', () => filesOf(world, start).length === 2);
    const failed = await next(world, start, () => ana.click(card, 'Failed rows'));
    expect(failed.name).toBe('sums-failed.csv');
    const fix = 'not reached within 24 hours → retry it as it is';
    expect(rowsOf(failed.bytes, ',')).toEqual([
      ['name', "'+note", 'what_to_fix'],
      ["'=1+1", 'a', fix],
      ["'-2+3", 'b', fix],
    ]);
    const again = await world.drop('sums-failed.csv', failed.bytes, 'Greet {{name}} {{+note}}');
    await ana.click(await world.card(again, '*2 requests*', '"Submit"'), 'Submit');
    await claude.waitFor('the second message batch', () => claude.batches().length === 2);
    const sent = claude.batches()[1]?.requests.map(({ params }) => JSON.stringify(params.messages));
    expect(sent).toEqual([
      expect.stringContaining('"Greet =1+1 a"'),
      expect.stringContaining('"Greet -2+3 b"'),
    ]);
    expect(problemsOf(world)).toEqual([]);
  });

  it('that an earlier version owed as rows to mend come as failed rows', async () => {
    const { world, start } = await endedJob();
    await using _world = world;
    await world.stopBot();
    const control = new Database(join(world.dataDir, 'control.sqlite'));
    control.exec(`INSERT INTO owed_message (key, job_id, kind, state, attempts, file_ids, detail)
      SELECT id || ':results:old', id, 'results', 'owed', 0, '[]', '{"formats":["mend"],"place":null}' FROM job`);
    control.close();
    const file = await next(world, start, async () => {
      await world.startBot();
      await world.tick();
    });
    expect(file.name).toBe('people-failed.csv');
    expect(rowsOf(file.bytes, ',').map(([sku]) => sku)).toEqual(['sku', 'C-3', 'D-4', 'E-5']);
    expect(problemsOf(world)).toEqual([]);
  });

  it('are as they were where the operator has turned the guard off', async () => {
    const { world, start } = await endedJob({ env: { CSV_FORMULA_GUARD: 'off' } });
    await using _world = world;
    const csv = filesOf(world, start).find(({ name }) => name.endsWith('.csv'));
    expect(rowsOf(csv?.bytes ?? Buffer.of(), ',')[2]?.[1]).toBe('=1+1');
  });
});

/** What stands in the values of the card's buttons: the job's key and its revision. */
function jobIdOf(card: Message): string {
  return /1\|(\w+\|\d+)\|csv/.exec(shown(card))?.[1] ?? '';
}
