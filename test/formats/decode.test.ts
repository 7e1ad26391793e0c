// Letters are right in every encoding that is offered, and nothing is damaged without a word.
import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeChunks, isAllUtf8 } from '../../src/formats/detect/decode.ts';
import { inChunks, readFile, refusal } from './fixture.ts';

const TEXT = 'name,note\nÅsa,€ 5 “fine”\n';
const CELLS = ['Åsa', '€ 5 “fine”'];
const CHINESE = `名字,備註\n${'折り紙,紙燈籠，可以摺疊\n'.repeat(30)}`;

function utf16be(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

const FILES: [string, Buffer][] = [
  ['UTF-8', Buffer.from(TEXT)],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${TEXT}`)],
  ['UTF-16LE with a mark', Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
  ['UTF-16BE with a mark', utf16be(`\ufeff${TEXT}`)],
  ['UTF-16LE without a mark', Buffer.from(TEXT, 'utf16le')],
  ['UTF-16BE without a mark', utf16be(TEXT)],
  ['Windows-1252', Buffer.from('name,note\n\xc5sa,\x80 5 \x93fine\x94\n', 'latin1')],
];

describe('a file', () => {
  it.each(FILES)('in %s is read right', async (_, bytes) => {
    const { table, rows } = await readFile('a.csv', bytes);
    expect(table.columns).toEqual(['name', 'note']);
    expect(rows[0]?.cells).toEqual(CELLS);
  });

  it.each([
    ['UTF-16LE', Buffer.from(CHINESE, 'utf16le')],
    ['UTF-16BE', utf16be(CHINESE)],
  ])('of Chinese in %s without a mark is read right', async (_, bytes) => {
    const { table, rows } = await readFile('a.csv', bytes);
    expect(table.columns).toEqual(['名字', '備註']);
    expect(rows).toHaveLength(30);
  });

  it('says so when it is not UTF-8', async () => {
    const utf8 = await readFile('a.csv', TEXT);
    const utf16 = await readFile('a.csv', Buffer.from(`\ufeff${TEXT}`, 'utf16le'));
    const other = await readFile('a.csv', Buffer.from('name,note\nJos\xe9,x\n', 'latin1'));
    expect(utf8.table.notes).toEqual([]);
    expect(utf16.table.notes).toEqual(['The file is UTF-16 and was converted.']);
    expect(other.table.notes[0]).toContain('read as Windows-1252');
  });

  it('whose only bad byte comes late is still not UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from(`a\n${'é\n'.repeat(300_000)}`), Buffer.from([0xe9, 0x0a])]);
    const { table } = await readFile('a.csv', bytes);
    expect(table.notes[0]).toContain('Windows-1252');
  });

  it('of damaged UTF-16 is refused', async () => {
    const half = Buffer.concat([Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'), Buffer.from([0x00, 0xd8])]);
    expect((await refusal('a.csv', half)).code).toBe('broken-text');
    expect((await refusal('a.txt', Buffer.concat([half, Buffer.from('ab', 'utf16le')]))).code).toBe(
      'broken-text',
    );
  });
});

const anyText = fc.string({ unit: 'binary' }).filter((text) => !text.startsWith('\ufeff'));
const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });

describe('bytes cut anywhere', () => {
  it('give the same text', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, sizes, fc.boolean(), async (text, chunkSizes, isWide) => {
        const encoding = { name: isWide ? ('utf-16le' as const) : ('utf-8' as const), note: null };
        const chunks = inChunks(Buffer.from(text, isWide ? 'utf16le' : 'utf8'), chunkSizes);
        let decoded = '';
        for await (const chunk of decodeChunks(chunks, encoding)) decoded += chunk;
        expect(decoded).toBe(text);
      }),
    );
  });

  it('are UTF-8 exactly when the whole is', async () => {
    const bytes = fc.oneof(
      anyText.map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 12 }).map((array) => Buffer.from(array)),
      anyText.map((text) => Buffer.from(text).subarray(0, -1)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, sizes, async (whole, chunkSizes) => {
        expect(await isAllUtf8(inChunks(whole, chunkSizes))).toBe(isUtf8(whole));
      }),
      { numRuns: 500 },
    );
  });
});
