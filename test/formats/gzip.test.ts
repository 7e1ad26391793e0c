// A packed file is read as the file inside, and nothing of it is left behind.
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openTable } from '../../src/formats/index.ts';
import { textRow, workbookOf } from '../support/workbook.ts';
import { readFile, refusal, withFile } from './fixture.ts';

const NOTHING = { format: null, split: null, sheet: null, query: null };
const CSV = 'name;city\nAnn;Oslo\n';

describe('a gzip file', () => {
  it('is read as what is inside, by the name inside', async () => {
    const { table, rows } = await readFile('one.csv.gz', gzipSync('only,\nx,y\n'));
    expect(table).toMatchObject({ format: 'csv', columns: ['only', 'column_2'] });
    expect(table.notes[0]).toBe('The file was unpacked.');
    expect(rows).toHaveLength(1);
    expect((await readFile('a.md.gz', gzipSync('a,b\n1,2\n'))).table.format).toBe('text');
    const workbook = await workbookOf({ sheets: { A: textRow(1, ['a']) + textRow(2, ['b']) } });
    expect((await readFile('a.gz', gzipSync(workbook))).table.format).toBe('xlsx');
  });

  it('of several members is read whole', async () => {
    const { rows } = await readFile('a.csv.gz', Buffer.concat([gzipSync(CSV), gzipSync('Bo;Rome\n')]));
    expect(rows).toHaveLength(2);
  });

  it.each([
    ['cut', gzipSync(CSV).subarray(0, -5), 'broken-gzip'],
    ['of a wrong checksum', Buffer.concat([gzipSync(CSV).subarray(0, -8), Buffer.alloc(8)]), 'broken-gzip'],
    ['of nothing', gzipSync(''), 'empty-file'],
    ['in a gzip file', gzipSync(gzipSync(CSV)), 'packed-twice'],
    ['of a picture', gzipSync(Buffer.from('89504e470d0a1a0a', 'hex')), 'binary-file'],
    ['of nothing but repetition', gzipSync(Buffer.alloc(20_000_000, 'a,b\n')), 'gzip-too-large'],
  ])('%s is refused', async (_, content, code) => {
    expect((await refusal('a.csv.gz', content)).code).toBe(code);
  });

  it.each([
    ['read', CSV],
    ['refused at once', ''],
    ['refused by its reader', 'a,a\n'],
    ['refused on the way', 'a,b\n1,"2\n'],
  ])('leaves nothing behind when it was %s', async (_, content) => {
    await withFile('a.csv.gz', gzipSync(content), async (path) => {
      try {
        const table = await openTable(path, 'a.csv.gz', NOTHING);
        for await (const _ of table.pages) expect(readdirSync(dirname(path))).toHaveLength(2);
      } catch {}
      expect(readdirSync(dirname(path))).toEqual(['a.csv.gz']);
    });
  });
});
