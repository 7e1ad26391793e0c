// The page of what people can rely on: every rule is there, and every line names tests that there are.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { linesOf, wrongIn } from './support/proofs.ts';

const page = readFileSync('docs/contract.md', 'utf8');
const rules = page.slice(0, page.indexOf('## Words'));

it('has every rule once, in order', () => {
  const expected = Array.from({ length: 25 }, (_, index) => `U${index + 1}`);
  expect(linesOf(rules).map(({ about }) => about)).toEqual(expected);
});

it('names tests that there are on every line', () => {
  expect(wrongIn(rules, 3)).toEqual([]);
});

it('is found wrong when a rule names a test that is not there', () => {
  expect(wrongIn('| U1 | It holds. | `test/contract.test.ts`: has every rule twice |', 3)).toHaveLength(1);
});
