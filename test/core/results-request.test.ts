// What people type about results files, and what becomes of it.
import { expect, it } from 'vitest';
import type { UserError } from '../../src/core/errors.ts';
import { isPacked, resultsFileName } from '../../src/core/result/results-file.ts';
import { readColumns, readFormats } from '../../src/core/result/results-request.ts';

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return `${(error as UserError).message} ${(error as UserError).next}`;
  }
  return '';
}

it('reads formats with commas between, each once', () => {
  expect(readFormats('xlsx')).toEqual(['xlsx']);
  expect(readFormats('CSV, md,csv')).toEqual(['csv', 'md']);
  expect(refusal(() => readFormats('csv,pdf'))).toContain(
    '“pdf” is no format of results files. It can be csv',
  );
  expect(refusal(() => readFormats(','))).toContain('Name at least one');
});

it('reads columns as they are written in the file', () => {
  const known = ['Name', 'name', 'Product text', 'response'];
  expect(readColumns('name, product TEXT,response,name', known)).toEqual([
    'name',
    'Product text',
    'response',
  ]);
  const withCommas = ['City', 'City, country', 'a,b'];
  expect(readColumns('City,country, city,a,b', withCommas)).toEqual(['City, country', 'City', 'a,b']);
  expect(refusal(() => readColumns('respnse', known))).toContain('Did you mean “response”?');
  expect(refusal(() => readColumns('price', known))).toContain('They have Name, name');
});

it('a file is named by its format, its rows and whether there are more to come', () => {
  const job = { number: 7, source: { fileId: 'F', name: 'a.csv', sizeBytes: 1, messageTs: null, more: [] } };
  expect(resultsFileName(job, 'xlsx')).toBe('a-results.xlsx');
  expect(resultsFileName(job, 'tsv', { only: 'cut-off' })).toBe('a-results-cut-off.tsv');
  expect(resultsFileName(job, 'csv', { only: 'failed' })).toBe('a-failed.csv');
  expect(resultsFileName(job, 'zip', { isPartial: true })).toBe('a-results-partial.zip');
});

it('many files, or large ones, are packed', () => {
  expect(isPacked([1, 1, 1])).toBe(false);
  expect(isPacked([1, 1, 1, 1])).toBe(true);
  expect(isPacked([200_000_000])).toBe(false);
  expect(isPacked([150_000_000, 50_000_001])).toBe(true);
});
