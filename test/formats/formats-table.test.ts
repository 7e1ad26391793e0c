// docs/formats.md tells of every format that is read or written, and of no other.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FORMATS } from '../../src/core/draft/settings.ts';
import { RESULTS_FORMATS } from '../../src/core/result/results-file.ts';
import { readers } from '../../src/formats/index.ts';

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const lines = readFileSync('docs/formats.md', 'utf8').split('\n');
const rows = lines
  .filter((line) => line.startsWith('| '))
  .slice(2)
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
  .map(([, format = '', read = '', written = '', library = '', limits = '']) => ({
    format,
    read,
    written,
    library,
    limits,
  }));

it('has the readers as the formats that are read', () => {
  const read = rows.filter((row) => row.read === 'yes').map(({ format }) => format);
  expect(read).toEqual([...FORMATS]);
  // Documents are rows as a whole and no table, so they need no reader.
  expect(read.filter((name) => name !== 'documents')).toEqual(readers.map(({ name }) => name));
});

it('has the writers as the formats that are written', () => {
  const written = rows.filter((row) => row.written === 'yes').map(({ format }) => format);
  expect(written.sort()).toEqual([...RESULTS_FORMATS].sort());
});

it('says yes or no, names limits, and libraries that there are', () => {
  for (const { read, written, library, limits } of rows) {
    expect([read, written].every((word) => word === 'yes' || word === 'no')).toBe(true);
    expect(limits).not.toBe('');
    for (const name of library.split(', ').filter((word) => word !== 'none'))
      expect(Object.keys(dependencies)).toContain(name);
  }
});
