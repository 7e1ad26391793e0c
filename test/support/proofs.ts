// Pages whose every line names the tests that hold it: read, and held against the tests that there are.
import { existsSync, readFileSync } from 'node:fs';

/** One line of a table of the page, and the tests that its last cell names. */
export interface Line {
  about: string;
  cells: number;
  proofs: { file: string; title: string }[];
}

/** Reads every line of every table but the heads; a last cell that names no test gives a line without proofs. */
export function linesOf(text: string): Line[] {
  const lines = text.split('\n');
  return lines
    .filter(
      (line, index) =>
        line.startsWith('|') && !line.startsWith('| ---') && !lines[index + 1]?.startsWith('| ---'),
    )
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
export function titlesIn(source: string): string[] {
  const titles = source.matchAll(/(?:^\s*(?:it|test)|\))\(\s*(['"])(.*?)\1\s*,/gm);
  return [...titles].map((match) => match[2] ?? '');
}

/** @param cells that every line has to have @returns what is wrong with a page, a sentence each */
export function wrongIn(text: string, cells: number): string[] {
  return linesOf(text).flatMap((line) => {
    const { about, proofs } = line;
    if (line.cells !== cells || proofs.length === 0) return [`${about}: names no test`];
    return proofs.flatMap(({ file, title }) => {
      if (!existsSync(file)) return [`${about}: there is no ${file}`];
      return titlesIn(readFileSync(file, 'utf8')).includes(title)
        ? []
        : [`${about}: ${file} has no test “${title}”`];
    });
  });
}
