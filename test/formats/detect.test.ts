// What a file is: by what stands in it first, by its name last, and refused in words when it is no text.
import { describe, expect, it } from 'vitest';
import type { FormatName } from '../../src/core/settings.ts';
import { detect } from '../../src/formats/index.ts';
import { readFile, refusal, withFile } from './fixture.ts';

const FORMATS: [FormatName, string, string][] = [
  ['csv', 'a.csv', 'one column\nx\n'],
  ['csv', 'a.TSV', 'a\tb\n1\t2\n'],
  ['csv', 'data', 'a;b\n1;"x\ny"\n3;4\n'],
  ['csv', 'export.txt', 'a\tb\n1\t2\n3\t4\n'],
  ['jsonl', 'a.csv', '\n {"a":"x, y"}\n'],
  ['jsonl', 'a.jsonl', 'oops\n'],
  ['jsonl', 'a.json', '{"a":1}\n{"a":2}\n'],
  ['text', 'a.txt', 'Hello, you\nGood bye, you\n'],
  ['text', 'a.md', '| a | b |\n|---|---|\n| 1 | 2 |\n'],
  ['text', 'note', 'Hello, world'],
  ['text', 'note', 'Dear Ann, dear Bo,\nthank you.\nYours, Cy\n'],
  ['text', 'note', '{curly} prose\n'],
];

describe('the format', () => {
  it.each(FORMATS)('is %s for %s with %j', async (format, name, content) => {
    expect(await withFile(name, content, (path) => detect(path, name))).toBe(format);
  });

  it('is the one that a person chose', async () => {
    const { table, rows } = await readFile('a.csv', 'a,b\n1,2\n', { format: 'text' });
    expect([table.format, rows.length]).toEqual(['text', 2]);
  });
});

const zip = (entry: string) => Buffer.from(`PK\x03\x04\x14\0\0\0\0\0${entry}\0\xff`, 'latin1');

const REFUSED: [string, string | Buffer, string, string, string][] = [
  ['nothing', '', 'empty-file', 'empty', 'some rows'],
  ['blanks', '\ufeff \n\r\n\t', 'empty-file', 'empty', 'some rows'],
  ['HTML', '\n<!doctype html><p>', 'html-not-file', 'web page', 'CSV'],
  ['HTML without a doctype', '<HTML lang="en"><p>', 'html-not-file', 'web page', 'CSV'],
  ['XHTML', '<?xml version="1.0"?>\n<!DOCTYPE html>', 'html-not-file', 'web page', 'CSV'],
  ['PDF', '%PDF-1.7\nabc', 'binary-file', 'a PDF', 'Copy its text'],
  ['PNG', Buffer.from('89504e470d0a1a0a', 'hex'), 'binary-file', 'PNG', 'Drop a CSV'],
  ['JPEG', Buffer.from('ffd8ffe000104a46', 'hex'), 'binary-file', 'JPEG', 'Drop a CSV'],
  ['GIF', 'GIF89a...', 'binary-file', 'GIF', 'Drop a CSV'],
  ['Excel', zip('xl/workbook.xml'), 'binary-file', 'an Excel workbook, not', 'Save it as CSV'],
  ['Word', zip('word/document.xml'), 'binary-file', 'a Word document, not', 'plain text'],
  ['ZIP', zip('photo.raw'), 'binary-file', 'ZIP archive', 'unpack'],
  ['old Excel', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'binary-file', 'old Excel', 'Save it as CSV'],
  ['gzip', Buffer.from('1f8b0800', 'hex'), 'binary-file', 'gzip', 'Unpack'],
  ['RTF', '{\\rtf1\\ansi Hello}', 'binary-file', 'RTF', 'plain text'],
  ['a zero in text', 'a,b\n1,\0\n', 'binary-file', 'binary', 'Export'],
  [
    'bytes',
    Buffer.from(Array.from({ length: 999 }, (_, index) => (index * 37) % 29)),
    'binary-file',
    'binary',
    'Export',
  ],
];

describe('a file of', () => {
  it.each(REFUSED)('%s is refused, whatever was chosen', async (_, content, code, says, next) => {
    for (const format of [null, 'csv', 'text', 'jsonl'] as const) {
      const error = await refusal('table.csv', content, { format });
      expect(error).toMatchObject({
        code,
        message: expect.stringContaining(says),
        next: expect.stringContaining(next),
      });
    }
  });

  it.each([['[\n{"a":1}\n]'], ['{\n  "a": 1\n}']])('one JSON document is refused: %j', async (content) => {
    expect((await refusal('a.json', content)).code).toBe('json-document');
  });

  it('text about HTML is text', async () => {
    expect((await readFile('a.txt', 'How do I write <!doctype html>?')).rows).toHaveLength(1);
  });
});
