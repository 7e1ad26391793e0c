// Which format the text of a file has: what stands in it first, its name last.
import { UserError } from '../../core/errors.ts';
import type { FormatName } from '../../core/settings.ts';
import { parseJsonLine } from '../read/parse-json-line.ts';
import { guessDelimiter } from './sniff-delimiter.ts';

const FORMAT_BY_EXTENSION = new Map<string, FormatName>([
  ['csv', 'csv'],
  ['tsv', 'csv'],
  ['tab', 'csv'],
  ['jsonl', 'jsonl'],
  ['ndjson', 'jsonl'],
]);
const PROSE = ['txt', 'text', 'md', 'markdown'];

/**
 * @param sample the beginning of the file as text
 * @returns the format of a text file
 * @throws UserError for one JSON document, which has no rows
 */
export function detectFormat(sample: string, fileName: string): FormatName {
  const extension = /\.([^.]+)$/.exec(fileName.toLowerCase())?.[1] ?? '';
  if (beginsWithObject(sample)) return 'jsonl';
  if (extension === 'json') throw oneDocument();
  const byName = FORMAT_BY_EXTENSION.get(extension);
  if (byName !== undefined) return byName;
  return isTable(sample, PROSE.includes(extension)) ? 'csv' : 'text';
}

function beginsWithObject(sample: string): boolean {
  const [, line = '', end = ''] = /^\s*([^\r\n]*)([\r\n]?)/.exec(sample) ?? [];
  if (!line.startsWith('{')) return false;
  if (typeof parseJsonLine(line) !== 'string') return true;
  // A line longer than the sample cannot be parsed yet; a key in quotes is how nothing but JSON begins.
  return end === '' && /^\{\s*"[^"\\]*"\s*:/.test(line);
}

/** In prose commas may happen to fall evenly; tabs do not. */
function isTable(sample: string, isProse: boolean): boolean {
  const guess = guessDelimiter(sample);
  if (guess === null || guess.records < 2) return false;
  return isProse ? guess.delimiter === '\t' && guess.evenness === 1 : guess.evenness >= 0.9;
}

function oneDocument(): UserError {
  return new UserError(
    'json-document',
    'This is one JSON document, which has no rows.',
    'Save it as JSONL, each object on a line of its own, or as CSV, and drop that.',
  );
}
