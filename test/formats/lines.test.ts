// Lines from text cut anywhere.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Line, LONGEST_CHARS, splitLines } from '../../src/formats/read/lines.ts';
import { inChunks } from './fixture.ts';

async function linesOf(text: string, sizes: readonly number[]): Promise<Line[]> {
  const all: Line[] = [];
  for await (const lines of splitLines(inChunks(text, sizes))) all.push(...lines);
  return all;
}

it('are the same however the text is cut', async () => {
  const piece = fc.constantFrom('a', 'é🎉', '\n', '\r', '\r\n', ' ', '\u2028');
  const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
  const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(text, sizes, async (whole, chunkSizes) => {
      const expected = whole.split(/\r\n|\n|\r/);
      if (expected.at(-1) === '') expected.pop();
      const lines = await linesOf(whole, chunkSizes);
      expect(lines.map((line) => line.text)).toEqual(expected);
      expect(lines.map((line) => line.number)).toEqual(expected.map((_, index) => index + 1));
    }),
    { numRuns: 500 },
  );
});

it('longer than 10 million characters are given up, the next ones are not', async () => {
  const text = `${'x'.repeat(LONGEST_CHARS)}\n${'x'.repeat(LONGEST_CHARS + 1)}\nlast`;
  const lines = await linesOf(text, [1_000_003]);
  expect(lines.map(({ text: line }) => line?.length ?? null)).toEqual([LONGEST_CHARS, null, 4]);
});
