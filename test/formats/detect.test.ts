// What a file is: by what stands in it first, by its name last, and refused in words when it is no text.
import { describe, expect, it } from 'vitest';
import { FORMATS as FORMAT_NAMES, type FormatName } from '../../src/core/draft/settings.ts';
import { zipOf } from '../support/zip.ts';
import { readFile, refusal } from './fixture.ts';

const FORMATS: [FormatName, string, string][] = [
  ['csv', 'a.csv', 'one column\nx\n'],
  ['csv', 'a.TSV', 'a\tb\n1\t2\n'],
  ['csv', 'data', 'a;b\n1;"x\ny"\n3;4\n'],
  ['csv', 'export.txt', 'a\tb\n1\t2\n3\t4\n'],
  ['jsonl', 'a.csv', '\n {"a":"x, y"}\n'],
  ['jsonl', 'a.jsonl', 'oops\n'],
  ['jsonl', 'a.json', '{"a":1}\n{"a":2}\n'],
  ['jsonl', 'a.jsonl', '{"a":1}'],
  ['jsonl', 'a.csv', '{"a":[1]}\n{"a":[2]}\n'],
  ['json', 'a.json', '{"a":1}'],
  ['json', 'a.csv', '[{"a":1}]'],
  ['json', 'data', '[\n  {\n    "a": 1\n  }\n]'],
  ['json', 'data', '["a", "b"]'],
  ['json', 'data', '{"items":[{"a":1}]}'],
  ['json', 'a.txt', '{\n  "a": 1\n}'],
  ['json', 'a.json', `{"items":["${'x'.repeat(300_000)}"]}`],
  ['text', 'note', '[Ann] Hello there\n[Bo] Hi\n'],
  ['text', 'note', '[1] First note\n'],
  ['text', 'README.md', '# Title\n\nText, with commas, here\nand, two, there\n'],
  ['text', 'a.txt', 'Hello, you\nGood bye, you\n'],
  ['text', 'a.md', '| a | b |\n|---|---|\n| 1 | 2 |\n'],
  ['text', 'note', 'Hello, world'],
  ['text', 'note', 'Dear Ann, dear Bo,\nthank you.\nYours, Cy\n'],
  ['text', 'note', '{curly} prose\n'],
];

describe('the format', () => {
  it.each(FORMATS)('is %s for %s with %j', async (format, name, content) => {
    expect((await readFile(name, content)).table.format).toBe(format);
  });

  it('is the one that a person chose', async () => {
    const { table, rows } = await readFile('a.csv', 'a,b\n1,2\n', { format: 'text' });
    expect([table.format, rows.length]).toEqual(['text', 2]);
  });
});

const REFUSED: [string, string | Buffer, string, string, string][] = [
  ['nothing', '', 'empty-file', 'empty', 'some rows'],
  ['blanks', '\ufeff \n\r\n\t', 'empty-file', 'empty', 'some rows'],
  ['HTML', '\n<!doctype html><p>', 'html-not-file', 'web page', 'CSV'],
  ['HTML without a doctype', '<HTML lang="en"><p>', 'html-not-file', 'web page', 'CSV'],
  ['XHTML', '<?xml version="1.0"?>\n<!DOCTYPE html>', 'html-not-file', 'web page', 'CSV'],
  ['PDF', '%PDF-1.7\nabc', 'binary-file', 'a PDF', 'Choose no format'],
  ['PNG', Buffer.from('89504e470d0a1a0a', 'hex'), 'binary-file', 'PNG', 'Choose no format'],
  ['JPEG', Buffer.from('ffd8ffe000104a46', 'hex'), 'binary-file', 'JPEG', 'Choose no format'],
  ['GIF', 'GIF89a...', 'binary-file', 'GIF', 'Choose no format'],
  [
    'Word',
    await zipOf({ 'word/document.xml': 'x' }),
    'binary-file',
    'a Word document, not',
    'Choose no format',
  ],
  ['ZIP', await zipOf({ 'photo.raw': 'x' }), 'binary-file', 'ZIP archive', 'Unpack'],
  ['cut ZIP', Buffer.from('504b0304140006', 'hex'), 'broken-zip', 'not uploaded whole', 'Save it again'],
  ['old Excel', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'binary-file', 'old Excel', 'as CSV'],
  ['TAR', Buffer.concat([Buffer.alloc(257), Buffer.from('ustar')]), 'binary-file', 'TAR', 'Unpack'],
  ['cut gzip', Buffer.from('1f8b0800', 'hex'), 'broken-gzip', 'damaged', 'Pack it again'],
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
    for (const format of [null, ...FORMAT_NAMES]) {
      const error = await refusal('table.csv', content, { format });
      expect(error).toMatchObject({
        code,
        message: expect.stringContaining(says),
        next: expect.stringContaining(next),
      });
    }
  });

  it('text about HTML is text', async () => {
    expect((await readFile('a.txt', 'How do I write <!doctype html>?')).rows).toHaveLength(1);
  });
});
