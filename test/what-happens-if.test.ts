// The page of crashes and troubles: every line names a test that there is, by its file and its whole title.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { linesOf, titlesIn, wrongIn } from './support/proofs.ts';

const page = readFileSync('docs/what-happens-if.md', 'utf8');

const wrong = (text: string) => wrongIn(text, 4);

describe('docs/what-happens-if.md', () => {
  it('names a test that there is on every line', () => {
    expect(linesOf(page).length).toBeGreaterThan(60);
    expect(wrong(page)).toEqual([]);
  });

  it('is found wrong when a test, its file or its title is missing', () => {
    const line = (last: string) => `| it rains | it waits | a cloud | ${last} |`;
    const file = '`test/what-happens-if.test.ts`';
    expect(wrong(line(`${file}: names a test that there is on every line`))).toEqual([]);
    expect(wrong(line(`${file}: names a test that there is`))).toHaveLength(1);
    expect(wrong(line(`${file}: docs/what-happens-if.md`))).toHaveLength(1);
    expect(wrong(line('`test/nowhere.test.ts`: names a test'))).toHaveLength(1);
    expect(wrong(line(''))).toHaveLength(1);
    expect(wrong('| it rains | it waits | a cloud |')).toHaveLength(1);
  });

  it('takes the titles of parametrised tests as they are written, and no skipped ones', () => {
    const source = [
      "it.each(CASES)('$method $how', async () => {});",
      "it.each([\n  ['a'],\n])('after %s', () => {});",
      "it.skip('later', () => {});",
      "describe('a group', () => {});",
      "it(\n  'long',\n  () => {});",
    ].join('\n');
    expect(titlesIn(source)).toEqual(['$method $how', 'after %s', 'long']);
  });
});
