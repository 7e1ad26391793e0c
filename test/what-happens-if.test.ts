// The page of crashes and troubles: every line names a test that there is, by its file and its whole title.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const page = readFileSync('docs/what-happens-if.md', 'utf8');

/** One line of the page, and the tests that its last cell names. */
interface Line {
  about: string;
  cells: number;
  proofs: { file: string; title: string }[];
}

/** Reads every line of every table; a cell that names no test gives a line without proofs. */
function linesOf(text: string): Line[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\| (If …|---)/.test(line))
    .map((line) => {
      const cells = line
        .replace(/^\||\|\s*$/g, '')
        .split('|')
        .map((cell) => cell.trim());
      const proofs = [...(cells.at(-1) ?? '').matchAll(/`([^`]+)`: (.+?)(?:<br>|$)/g)];
      return {
        about: cells[0] ?? '',
        cells: cells.filter((cell) => cell !== '').length,
        proofs: proofs.map((match) => ({ file: match[1] ?? '', title: match[2] ?? '' })),
      };
    });
}

/**
 * The titles of tests that run, as they stand in the source, so that `$method $how` and `%s` are matched as written;
 * `it.skip(` and `describe(` are none.
 */
function titlesIn(source: string): string[] {
  const titles = source.matchAll(/(?:^\s*(?:it|test)|\))\(\s*(['"])(.*?)\1\s*,/gm);
  return [...titles].map((match) => match[2] ?? '');
}

/** @returns what is wrong with a page, a sentence each */
function wrongIn(text: string): string[] {
  return linesOf(text).flatMap(({ about, cells, proofs }) => {
    if (cells !== 4 || proofs.length === 0) return [`${about}: names no test`];
    return proofs.flatMap(({ file, title }) => {
      if (!existsSync(file)) return [`${about}: there is no ${file}`];
      return titlesIn(readFileSync(file, 'utf8')).includes(title)
        ? []
        : [`${about}: ${file} has no test “${title}”`];
    });
  });
}

describe('docs/what-happens-if.md', () => {
  it('names a test that there is on every line', () => {
    expect(linesOf(page).length).toBeGreaterThan(60);
    expect(wrongIn(page)).toEqual([]);
  });

  it('is found wrong when a test, its file or its title is missing', () => {
    const line = (last: string) => `| it rains | it waits | a cloud | ${last} |`;
    const file = '`test/what-happens-if.test.ts`';
    expect(wrongIn(line(`${file}: names a test that there is on every line`))).toEqual([]);
    expect(wrongIn(line(`${file}: names a test that there is`))).toHaveLength(1);
    expect(wrongIn(line(`${file}: docs/what-happens-if.md`))).toHaveLength(1);
    expect(wrongIn(line('`test/nowhere.test.ts`: names a test'))).toHaveLength(1);
    expect(wrongIn(line(''))).toHaveLength(1);
    expect(wrongIn('| it rains | it waits | a cloud |')).toHaveLength(1);
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
