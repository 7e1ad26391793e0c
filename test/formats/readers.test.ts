// The list of readers is whole, and the samples that people try first can be read.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readers } from '../../src/formats/index.ts';
import { readFile } from './fixture.ts';

it('lists every reader in the folder', () => {
  const files = readdirSync('src/formats/read').filter((name) => name.startsWith('read-'));
  expect(files.sort()).toEqual(readers.map(({ name }) => `read-${name}.ts`).sort());
});

it('reads the products', async () => {
  const { table, rows, problems } = await readFile('products.csv', readFileSync('samples/products.csv'));
  expect(table).toMatchObject({ format: 'csv', columns: ['id', 'name', 'features'], notes: [] });
  expect([rows.length, problems]).toEqual([10, []]);
  expect(rows.some(({ cells }) => String(cells[2]).includes('\n'))).toBe(true);
});

it('reads the documents', async () => {
  const { table, rows } = await readFile('documents.txt', readFileSync('samples/documents.txt'));
  expect(table).toMatchObject({ format: 'text', split: 'paragraph' });
  const words = rows.map(({ cells }) => String(cells[0]).split(/\s+/).length);
  expect(words).toHaveLength(5);
  expect(words.every((count) => count >= 100 && count <= 200)).toBe(true);
});
