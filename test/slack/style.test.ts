// Words and style that every message keeps to.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EMOJI } from '../../src/slack/views/words.ts';
import { sourceFiles } from '../support/imports.ts';

describe('the state words', () => {
  it('are the words of the table in the docs, each with its emoji', () => {
    const table = readFileSync('docs/contract.md', 'utf8').split('## Words')[1] ?? '';
    const listed = [...table.matchAll(/^\| ([A-Z][^|]*?) \| (\S+) \|/gm)].map(([, word, emoji]) => [
      word,
      emoji,
    ]);
    expect(listed.filter(([word]) => word !== 'Word')).toEqual(Object.entries(EMOJI));
  });
});

/** Words of ours, as they stand in the sources of what is shown. */
const shown = sourceFiles('.', ['src/slack/views', 'src/core', 'src/jobs', 'commands']).flatMap((file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => !/^\s*(\/\/|\*|\/\*)/.test(line))
    .flatMap((line) =>
      [...line.matchAll(/'([^']{12,})'|`([^`]{12,})`/g)].map((match) => ({
        file,
        text: match[1] ?? match[2] ?? '',
      })),
    ),
);

describe('the sentences', () => {
  it('name the files that can be dropped with the same words', () => {
    const naming = sourceFiles('.', ['src/slack', 'commands']).filter((file) =>
      /image files|\bCSV, (?:Excel|text)\b/.test(readFileSync(file, 'utf8')),
    );
    expect(naming).toEqual(['src/slack/views/accepted-files.ts']);
  });

  it('point to no place on the screen and to no colour', () => {
    expect(shown.length).toBeGreaterThan(500);
    const pointing =
      /\b(see|shown|listed|as) (above|below)\b|\b(left|right|top|bottom) of the screen\b|\b(red|green|blue|grey) (button|text|line)\b/i;
    expect(shown.filter(({ text }) => pointing.test(text))).toEqual([]);
  });

  it('are without blame, hype and jargon', () => {
    const words =
      /\b(oops|sorry|please|simply|just|easily|amazing|invalid|illegal|bad request|exception|null|undefined|payload|webhook|endpoint)\b/i;
    const said = shown.filter(({ text }) => /^[A-Z].* .* /.test(text) && words.test(text));
    expect(said).toEqual([]);
  });
});
