// Generated tables in the dialects that programs write: each is read as it was meant, to the last character, or its person is told.
import fc from 'fast-check';
import { expect } from 'vitest';
import { readFile } from '../formats/fixture.ts';

const PIECES = [
  'a',
  'Zoë',
  '"',
  '""',
  '\n',
  '\r\n',
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
  '0.5',
  '#',
];
const cell = fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }).map((pieces) => pieces.join(''));
const name = fc.stringMatching(/^[a-z][a-z ö]{0,8}[a-z]$/);

/** One to five columns and up to twelve rows; a row of nothing is no row in any dialect. */
const table = fc.uniqueArray(name, { minLength: 1, maxLength: 5 }).chain((columns) =>
  fc
    .array(fc.array(cell, { minLength: columns.length, maxLength: columns.length }), {
      minLength: 1,
      maxLength: 12,
    })
    .map((rows) => ({ columns, rows: rows.filter((cells) => cells.join('').trim() !== '') })),
);

const dialect = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  newline: fc.constantFrom('\n', '\r\n', '\r'),
  quotesAll: fc.boolean(),
  hasLastNewline: fc.boolean(),
  blankLines: fc.integer({ min: 0, max: 2 }),
  encoding: fc.constantFrom('utf8', 'utf8 with a mark', 'utf16le with a mark'),
  extension: fc.constantFrom('csv', 'tsv'),
});
type Dialect = typeof dialect extends fc.Arbitrary<infer Value> ? Value : never;

function write(rows: readonly string[][], dialect: Dialect): Buffer {
  const { delimiter, newline, quotesAll, hasLastNewline, blankLines, encoding } = dialect;
  const lines = rows.map((cells) =>
    cells
      .map((text) => {
        const needsQuotes = quotesAll || text.includes(delimiter) || /["\r\n]|^\s|\s$|^$/.test(text);
        return needsQuotes ? `"${text.replaceAll('"', '""')}"` : text;
      })
      .join(delimiter),
  );
  const text = lines.join(newline + newline.repeat(blankLines)) + (hasLastNewline ? newline : '');
  if (encoding === 'utf16le with a mark') return Buffer.from(`\ufeff${text}`, 'utf16le');
  return Buffer.from(encoding === 'utf8' ? text : `\ufeff${text}`);
}

/** Writes and reads tables. @param runs how many. @throws when one is read otherwise, with the smallest such table */
export async function checkGeneratedTables(runs: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(table, dialect, async ({ columns, rows }, how) => {
      const read = await readFile(`a.${how.extension}`, write([columns, ...rows], how));
      // Of one column nothing shows the delimiter: a comma in it may be told as a row that does not fit.
      if (columns.length === 1 && read.problems.length > 0) {
        expect(read.problems.every(({ code }) => code === 'ragged-row')).toBe(true);
        return;
      }
      expect(read.problems).toEqual([]);
      expect(read.table.columns).toEqual(columns);
      expect(read.rows.map(({ cells }) => cells)).toEqual(rows);
    }),
    { numRuns: runs },
  );
}
