// Every format, written from one table and read back by somebody else's code.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { readXlsx } from 'hucre/xlsx';
import Papa from 'papaparse';
import { afterAll, describe, expect, it } from 'vitest';
import { cellText } from '../../src/core/cell.ts';
import type { Json } from '../../src/core/json.ts';
import type { ResultsFormat } from '../../src/core/result/results-file.ts';
import { writers } from '../../src/formats/write/index.ts';
import { packFiles } from '../../src/formats/write/pack.ts';
import type { Column, ResultsTable } from '../../src/formats/write/results-table.ts';
import { uniqueNames } from '../../src/formats/write/unique-names.ts';
import { writeXlsx } from '../../src/formats/write/write-xlsx.ts';
import { FORMULAS, HARMLESS } from '../support/formulas.ts';
import { unzip } from '../support/unzip.ts';

const folder = mkdtempSync(join(tmpdir(), 'claude-batches-writers-'));
afterAll(() => rmSync(folder, { recursive: true }));

const COLUMNS: Column[] = [
  { name: 'name', type: 'text', isSource: true },
  { name: 'Status', type: 'text', isSource: true },
  { name: 'custom_id', type: 'text', isSource: false },
  { name: 'status', type: 'text', isSource: false },
  { name: 'response', type: 'text', isSource: false },
  { name: 'output_tokens', type: 'integer', isSource: false },
  { name: 'cost_usd', type: 'decimal', isSource: false },
];

function table(texts: readonly Json[], columns = COLUMNS): ResultsTable {
  const rows = texts.map((text, index) => ({
    id: `k-${index}`,
    cells: [text, 'new', `k-${index}`, 'succeeded', text, index, '0.000420'].slice(0, columns.length),
  }));
  return {
    title: 'people.csv: results of job #1',
    summary: () => [`${texts.length} requests`],
    columns,
    headingIndex: 0,
    rows: () => rows,
    records: () =>
      rows.map(({ id, cells }) => ({
        id,
        value: Object.fromEntries(columns.map(({ name }, index) => [name, cells[index] ?? null])),
      })),
    extent: { rows: rows.length, bytes: 1000 },
  };
}

async function written(format: ResultsFormat, texts: readonly Json[], guardFormulas = true): Promise<string> {
  const path = join(folder, `${format}-${texts.length}-${guardFormulas}`);
  await writers[format].write(table(texts), path, { guardFormulas });
  return path;
}

const TEXTS = [
  'plain',
  'a,b\t"c"',
  'two\nlines\r\nand a return\r',
  ' spaces ',
  '折り紙 🎉',
  '<b>&amp;</b>',
  '_x000B_',
  'bell \u0007 tab \t',
  ...FORMULAS,
  ...HARMLESS,
];

describe('CSV and TSV', () => {
  it.each([
    ['csv', ','],
    ['tsv', '\t'],
  ] as const)('%s hold everything, and nothing that is live', async (format, delimiter) => {
    const text = readFileSync(await written(format, TEXTS), 'utf8');
    const { data, errors } = Papa.parse<string[]>(text, { delimiter, skipEmptyLines: true });
    expect(errors).toEqual([]);
    expect(data[0]).toEqual(COLUMNS.map(({ name }) => name));
    expect(data.slice(1).map(([name = '']) => name)).toEqual(
      TEXTS.map((one) => (FORMULAS.includes(one) ? `'${one}` : one)),
    );
    expect(data.at(-1)?.slice(2)).toEqual([
      `k-${TEXTS.length - 1}`,
      'succeeded',
      '',
      String(TEXTS.length - 1),
      '0.000420',
    ]);
    const live = data.flat().filter((cell) => /^\s*[=+\-@＝＋－＠]/.test(cell) && Number.isNaN(Number(cell)));
    expect(live).toEqual([]);
  });

  it.each(['csv', 'tsv'] as const)('%s without the guard are what was there', async (format) => {
    const text = readFileSync(await written(format, TEXTS, false), 'utf8');
    const { data } = Papa.parse<string[]>(text, {
      delimiter: format === 'csv' ? ',' : '\t',
      skipEmptyLines: true,
    });
    expect(data.slice(1).map(([name]) => name)).toEqual(TEXTS);
  });
});

describe('JSON and JSONL', () => {
  it('hold everything, JSON by id', async () => {
    const object = JSON.parse(readFileSync(await written('json', TEXTS), 'utf8'));
    expect(Object.keys(object)).toEqual(TEXTS.map((_, index) => `k-${index}`));
    expect(Object.values(object).map((one) => (one as { name: string }).name)).toEqual(TEXTS);
    const lines = readFileSync(await written('jsonl', TEXTS), 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(Object.values(object));
  });

  it('are valid without any row', async () => {
    expect(JSON.parse(readFileSync(await written('json', []), 'utf8'))).toEqual({});
    expect(readFileSync(await written('jsonl', []), 'utf8')).toBe('');
  });
});

describe('XLSX', () => {
  it('holds text as text and numbers as numbers', async () => {
    const { sheets } = await readXlsx(readFileSync(await written('xlsx', TEXTS)));
    const [names, ...rows] = sheets[0]?.rows ?? [];
    expect(sheets).toHaveLength(1);
    expect(names).toEqual(COLUMNS.map(({ name }) => name));
    expect(rows.map(([name]) => name ?? '')).toEqual(TEXTS);
    expect(rows[3]?.slice(5)).toEqual([3, 0.00042]);
    expect(sheets[0]?.cells ? [...sheets[0].cells.values()].filter(({ formula }) => formula) : []).toEqual(
      [],
    );
  });

  it('has no formula anywhere in its XML', async () => {
    const parts = await unzip(await written('xlsx', FORMULAS));
    const sheet = parts.get('xl/worksheets/sheet1.xml')?.toString('utf8') ?? '';
    expect(sheet.match(/t="inlineStr"/g)?.length).toBeGreaterThan(400);
    expect(sheet).not.toMatch(/<f[ >]/);
  });

  it('cuts what is too long for a cell, between characters, and says where the whole text is', async () => {
    // Of one of them the cut would fall into a character.
    const long = '🎉'.repeat(20_000);
    const { sheets } = await readXlsx(
      readFileSync(await written('xlsx', [long, `x${long}`, 'x'.repeat(32_767)])),
    );
    const [, even, odd, whole] = sheets[0]?.rows ?? [];
    for (const text of [String(even?.[0]), String(odd?.[0])]) {
      expect(text.length).toBeLessThanOrEqual(32_767);
      expect(text).toMatch(/^x?🎉+… \[cut here.*the CSV and JSONL files have the whole text\]$/u);
    }
    expect(String(whole?.[0])).toHaveLength(32_767);
    expect(String(whole?.[0])).toMatch(/^x+$/);
  });

  it('goes on in further sheets, each with the names', async () => {
    const path = join(folder, 'sheets');
    await writeXlsx(table(['a', 'b', 'c', 'd', 'e']), path, 3);
    const { sheets } = await readXlsx(readFileSync(path));
    expect(sheets.map(({ rows }) => rows.map(([name]) => name))).toEqual([
      ['name', 'a', 'b'],
      ['name', 'c', 'd'],
      ['name', 'e'],
    ]);
  });
});

describe('SQLite', () => {
  it('is one table with a key and types, in which no name stands twice', async () => {
    const file = new Database(await written('sqlite', TEXTS), { readonly: true });
    const columns = file.prepare('SELECT name, type, pk FROM pragma_table_info(?)').all('batch_results');
    expect(columns).toEqual([
      { name: 'custom_id', type: 'TEXT', pk: 1 },
      { name: 'status', type: 'TEXT', pk: 0 },
      { name: 'response', type: 'TEXT', pk: 0 },
      { name: 'output_tokens', type: 'INTEGER', pk: 0 },
      { name: 'cost_usd', type: 'REAL', pk: 0 },
      { name: 'name', type: 'TEXT', pk: 0 },
      { name: 'Status_2', type: 'TEXT', pk: 0 },
    ]);
    const rows = file.prepare('SELECT * FROM batch_results ORDER BY rowid').all() as Record<string, Json>[];
    expect(rows.map(({ response }) => response)).toEqual(TEXTS);
    expect(rows[3]).toMatchObject({ output_tokens: 3, cost_usd: 0.00042, Status_2: 'new' });
    expect(file.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    file.close();
  });

  it('numbers names of the source until they are alone', () => {
    const source = (name: string): Column => ({ name, type: 'text', isSource: true });
    const ours: Column = { name: 'error', type: 'text', isSource: false };
    const answer: Column = { name: 'Error', type: 'text', isSource: false };
    expect(uniqueNames([ours, answer])).toEqual(['error', 'Error_2']);
    expect(uniqueNames([source('a'), source('A'), source('ERROR'), source(''), source('a_2'), ours])).toEqual(
      ['a', 'A_2', 'ERROR_2', 'column', 'a_2_2', 'error'],
    );
  });
});

describe('Markdown', () => {
  it('has a heading for each row, and answers that cannot break out of their quote', async () => {
    const answer = '# Big\n<script>alert(1)</script>\n```\nopen\n![x](http://example.com/p.png)\n\nend';
    const text = readFileSync(await written('md', [answer, 'One *and* two']), 'utf8');
    const lines = text.split('\n');
    expect(lines.filter((line) => /^#/.test(line))).toEqual([
      '# people.csv: results of job \\#1',
      '## 1. \\# Big \\<script\\>alert(1)\\</script\\> \\`\\`\\` open !\\[x\\](http://example.com/p.png) end',
      '## 2. One \\*and\\* two',
    ]);
    expect(text).toContain('> # Big\n> \\<script>alert(1)\\</script>\n> ```\n> open\n> !\\[x](');
    expect(text).toContain('> end\n\n');
    expect(text).toContain('2 requests');
  });
});

it('a ZIP holds its files under their names', async () => {
  const csv = await written('csv', TEXTS);
  const xlsx = await written('xlsx', TEXTS);
  const path = join(folder, 'all.zip');
  await packFiles(
    [
      { path: csv, name: 'a.csv' },
      { path: xlsx, name: 'ä.xlsx' },
    ],
    path,
  );
  const parts = await unzip(path);
  expect([...parts.keys()]).toEqual(['a.csv', 'ä.xlsx']);
  expect(parts.get('a.csv')?.equals(readFileSync(csv))).toBe(true);
  expect(parts.get('ä.xlsx')?.equals(readFileSync(xlsx))).toBe(true);
});

it('nested cells are JSON where a format has no nesting', async () => {
  const nested = { a: [1, 'x'] };
  const { data } = Papa.parse<string[]>(readFileSync(await written('csv', [nested]), 'utf8'), {
    skipEmptyLines: true,
  });
  expect(data[1]?.[0]).toBe(cellText(nested));
});
