// Files that others made: all of csv-spectrum, every CSV and JSON of vega-datasets, held against independent parsers.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { type ReadFile, readFile } from './fixture.ts';

const SPECTRUM = 'node_modules/csv-spectrum';
const VEGA = 'node_modules/vega-datasets/data';
const filesOf = (folder: string, ending: RegExp) => readdirSync(folder).filter((name) => ending.test(name));

const ONE = '1: The file holds one object, which is one row.';
/** Documents whose root is no list, and what becomes of them: maps and grids are one value, and of two lists a person has to choose. */
const EXCEPTIONS: Record<string, string> = {
  'annual-precip.json': ONE,
  'earthquakes.json': '1707: The rows are the items of the list “features”.',
  'londonBoroughs.json': ONE,
  'londonTubeLines.json': ONE,
  'miserables.json': 'The JSON holds more than one list: “nodes”, “links”.',
  'us-10m.json': ONE,
  'volcano.json': ONE,
  'world-110m.json': ONE,
};

/** Rows as objects, the way other parsers give them; a key that is not in a row is left out. */
function objectsOf({ table, rows }: ReadFile): Record<string, unknown>[] {
  return rows.map(({ cells }) =>
    Object.fromEntries(table.columns.map((name, index) => [name, cells[index] ?? null])),
  );
}

describe('csv-spectrum', () => {
  // The set itself disagrees about one of them: another phone number in its CSV than in its JSON.
  const files = filesOf(join(SPECTRUM, 'csvs'), /\.csv$/);

  it.each(files.filter((name) => name !== 'location_coordinates.csv'))('%s', async (name) => {
    const read = await readFile(name, readFileSync(join(SPECTRUM, 'csvs', name)));
    const expected = JSON.parse(
      readFileSync(join(SPECTRUM, 'json', `${basename(name, '.csv')}.json`), 'utf8'),
    );
    expect(read.problems).toEqual([]);
    expect(objectsOf(read)).toEqual(expected);
  });

  it.each(files)('%s is what papaparse reads', async (name) => {
    await sameAsPapaparse(name, readFileSync(join(SPECTRUM, 'csvs', name)));
  });
});

describe('vega-datasets', () => {
  it.each(filesOf(VEGA, /\.[ct]sv$/))('%s is what papaparse reads', async (name) => {
    await sameAsPapaparse(name, readFileSync(join(VEGA, name)));
  });

  const jsonFiles = filesOf(VEGA, /\.json$/);

  it.each(jsonFiles.filter((name) => !(name in EXCEPTIONS)))('%s is what JSON.parse reads', async (name) => {
    const content = readFileSync(join(VEGA, name));
    const read = await readFile(name, content);
    const items = JSON.parse(content.toString('utf8')) as unknown[];
    expect(read.problems).toEqual([]);
    const isObjects = typeof items[0] === 'object' && !Array.isArray(items[0]);
    const rows = isObjects
      ? items.map((item) => filled(item as object, read.table.columns))
      : items.map((text) => ({ text }));
    expect(objectsOf(read)).toEqual(rows);
  });

  it.each(Object.entries(EXCEPTIONS))('%s is no list: %s', async (name, says) => {
    const told = await readFile(name, readFileSync(join(VEGA, name))).then(
      ({ table, rows }) => `${rows.length}: ${table.notes.join(' ')}`,
      (error: Error) => error.message,
    );
    expect(told).toBe(says);
  });
});

async function sameAsPapaparse(name: string, content: Buffer): Promise<void> {
  const read = await readFile(name, content);
  const { data } = Papa.parse<string[]>(content.toString('utf8'), { skipEmptyLines: true });
  expect(read.problems).toEqual([]);
  expect([read.table.columns, ...read.rows.map(({ cells }) => cells)]).toEqual(data);
}

function filled(item: object, columns: readonly string[]): Record<string, unknown> {
  const all = Object.fromEntries(columns.map((name) => [name, null as unknown]));
  return { ...all, ...item };
}
