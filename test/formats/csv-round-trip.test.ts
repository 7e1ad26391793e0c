// Whatever is written as CSV is read back as it was, however the bytes are cut.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guessDelimiter } from '../../src/formats/detect/sniff-delimiter.ts';
import { type CsvRecord, readRecords } from '../../src/formats/read/csv-records.ts';
import { delimitedLine } from '../../src/formats/write/delimited.ts';
import { inChunks } from './fixture.ts';

const PIECES = [
  'a',
  'Zoë',
  '"',
  '""',
  '\n',
  '\r\n',
  '\r',
  ',',
  ';',
  '\t',
  '|',
  ' ',
  '折り紙',
  '🎉',
  '=1',
  "'",
  '\\',
];
const cell = fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((pieces) => pieces.join(''));

/** Two columns and more: of one column, a line of nothing but spaces is taken for blank. */
const table = fc
  .integer({ min: 2, max: 5 })
  .chain((width) =>
    fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }),
  );
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });

async function readBack(bytes: Buffer, chunkSizes: readonly number[]): Promise<CsvRecord[]> {
  const records: CsvRecord[] = [];
  for await (const read of readRecords(() => inChunks(bytes, chunkSizes), ',')) records.push(...read.records);
  return records;
}

/** The line on which each row begins, counted as an editor does. */
function linesOf(rows: readonly string[][]): number[] {
  let next = 1;
  return rows.map((cells) => {
    const line = next;
    next += delimitedLine(cells).split(/\r\n|\n|\r/).length - 1;
    return line;
  });
}

describe('a written table', () => {
  it('is read back the same, line by line', async () => {
    await fc.assert(
      fc.asyncProperty(table, sizes, async (rows, chunkSizes) => {
        const bytes = Buffer.from(rows.map((cells) => delimitedLine(cells)).join(''));
        const records = await readBack(bytes, chunkSizes);
        expect(records.map(({ cells }) => cells)).toEqual(rows);
        expect(records.map(({ line }) => line)).toEqual(linesOf(rows));
      }),
      { numRuns: 500 },
    );
  });

  it('shows its delimiter whatever stands in quotes', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const quoted = rows.map((cells) => cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(';'));
        expect(guessDelimiter(quoted.join('\n'))?.delimiter).toBe(';');
      }),
      { numRuns: 300 },
    );
  });
});
