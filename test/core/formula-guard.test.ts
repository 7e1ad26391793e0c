// What a spreadsheet program would evaluate is made harmless, and comes back as it was.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { guarded, isLive, unguarded } from '../../src/core/result/formula-guard.ts';
import { FORMULAS, HARMLESS } from '../support/formulas.ts';

it('two hundred formulas are guarded, and none of them is live then', () => {
  expect(new Set(FORMULAS).size).toBe(200);
  for (const text of FORMULAS) {
    expect(isLive(text), JSON.stringify(text)).toBe(true);
    // No program looks past a quote.
    expect(guarded(text)).toBe(`'${text}`);
  }
});

it.each(HARMLESS)('%j is left as it is', (text) => {
  expect(guarded(text)).toBe(text);
  expect(unguarded(text)).toBe(text);
});

it('whatever it is, it comes back the same', () => {
  const pieces = fc.constantFrom('=', '+', '-', '@', "'", ' ', '\t', '\n', '1', 'a', '＝', '\u00a0', '🎉');
  const text = fc.array(pieces, { maxLength: 6 }).map((some) => some.join(''));
  fc.assert(
    fc.property(text, (one) => {
      expect(unguarded(guarded(one))).toBe(one);
    }),
    { numRuns: 2000 },
  );
});
