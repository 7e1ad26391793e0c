// An archive is judged by its table of contents alone: whole or damaged, and never more than the limits.
import { describe, expect, it } from 'vitest';
import { checkZip, ZIP_LIMITS, type ZipEntry } from '../../src/formats/detect/check-zip.ts';
import { zipOf } from '../support/zip.ts';
import { withFile } from './fixture.ts';

function entriesOf(content: Buffer, limits?: Partial<typeof ZIP_LIMITS>): Promise<ZipEntry[]> {
  return withFile('a.zip', content, (path) => checkZip(path, { ...ZIP_LIMITS, ...limits }));
}

/** The same archive whose table of contents says another unpacked size. */
function lying(zip: Buffer, bytes: number): Buffer {
  const copy = Buffer.from(zip);
  copy.writeUInt32LE(bytes, copy.indexOf('PK\x01\x02', 0, 'latin1') + 24);
  return copy;
}

describe('an archive', () => {
  it('tells its entries', async () => {
    const entries = await entriesOf(await zipOf({ 'a.csv': 'a,b\n', 'in/b.txt': 'x'.repeat(500) }));
    expect(entries).toMatchObject([
      { name: 'a.csv', bytes: 4, isEncrypted: false },
      { name: 'in/b.txt', bytes: 500, isEncrypted: false },
    ]);
    expect(entries[1]?.packedBytes).toBeLessThan(50);
  });

  it('may hold as many entries as the limit says, and no more', async () => {
    const zip = await zipOf({ a: '1', b: '2', c: '3' });
    expect(await entriesOf(zip, { entries: 3 })).toHaveLength(3);
    await expect(entriesOf(zip, { entries: 2 })).rejects.toMatchObject({
      code: 'zip-too-large',
      message: 'The file holds more than 2 parts.',
    });
  });

  it('may announce as many bytes as the limit says, and no more', async () => {
    const zip = await zipOf({ a: 'abcde', b: 'fghij' });
    expect(await entriesOf(zip, { totalBytes: 10 })).toHaveLength(2);
    await expect(entriesOf(zip, { totalBytes: 9 })).rejects.toMatchObject({ code: 'zip-too-large' });
  });

  it('is a bomb when an entry unpacks to 200 times its size and more than 1 MB', async () => {
    expect(await entriesOf(await zipOf({ a: Buffer.alloc(1_000_000) }))).toHaveLength(1);
    await expect(entriesOf(await zipOf({ a: Buffer.alloc(1_000_001) }))).rejects.toMatchObject({
      code: 'zip-too-large',
    });
  });

  it('of 4 GB by its own word is refused', async () => {
    await expect(entriesOf(lying(await zipOf({ a: 'x'.repeat(999) }), 4_000_000_000))).rejects.toMatchObject({
      code: 'zip-too-large',
    });
  });

  it('cut anywhere, or never one, is damaged', async () => {
    const zip = await zipOf({ a: 'abc', b: 'def' });
    for (let length = 0; length < zip.length; length += 7)
      await expect(entriesOf(zip.subarray(0, length))).rejects.toMatchObject({ code: 'broken-zip' });
    await expect(entriesOf(Buffer.from('a,b\n1,2\n'))).rejects.toMatchObject({ code: 'broken-zip' });
  });

  it('with a path that leads out of it is damaged', async () => {
    const zip = await zipOf({ 'aa/x': 'abc' });
    const evil = Buffer.from(zip.toString('latin1').replaceAll('aa/x', '../x'), 'latin1');
    await expect(entriesOf(evil)).rejects.toMatchObject({ code: 'broken-zip' });
  });

  it('that is not there is no fault of the file', async () => {
    await expect(checkZip('/nowhere/a.zip')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
