// Which format the text of a file has: what stands in it first, its name last.
import type { FormatName } from '../../core/draft/settings.ts';
import { parseJsonLine } from '../read/parse-json-line.ts';
import { guessDelimiter } from './sniff-delimiter.ts';

const FORMAT_BY_EXTENSION = new Map<string, FormatName>([
  ['csv', 'csv'],
  ['tsv', 'csv'],
  ['tab', 'csv'],
  ['json', 'json'],
  ['jsonl', 'jsonl'],
  ['ndjson', 'jsonl'],
]);
const PROSE = ['txt', 'text', 'md', 'markdown'];

/**
 * @param sample the beginning of the file as text
 * @returns the format of a text file
 */
export function detectFormat(sample: string, fileName: string): FormatName {
  const extension = /\.([^.]+)$/.exec(fileName.toLowerCase())?.[1] ?? '';
  const byName = FORMAT_BY_EXTENSION.get(extension);
  const byText = jsonFormat(sample, byName);
  if (byText !== null) return byText;
  if (byName !== undefined) return byName;
  return isTable(sample, PROSE.includes(extension)) ? 'csv' : 'text';
}

/** @returns which of the two JSON formats a text has; null when it begins like neither */
function jsonFormat(sample: string, byName: FormatName | undefined): FormatName | null {
  const text = sample.trimStart();
  const line = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const rest = text.slice(line.length);
  if (/^\[\s*(?:[{["]|$)/.test(line))
    return isListBegin(sample) ? (byName === 'jsonl' ? 'jsonl' : 'json') : null;
  if (!line.startsWith('{')) return null;
  const isWhole = typeof parseJsonLine(line) !== 'string';
  // More lines after a whole object are more objects; one object alone may be either.
  if (isWhole && rest.trim() !== '') return 'jsonl';
  if (isWhole) return byName === 'json' ? 'json' : isWrapper(line) && byName !== 'jsonl' ? 'json' : 'jsonl';
  // A line longer than the sample, or an object over several lines: a key in quotes is how nothing but JSON begins.
  if (!/^\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|$)/.test(line) || !/^\s*\{\s*["}]/.test(sample)) return null;
  if (rest !== '') return 'json';
  return byName === 'json' || (byName !== 'jsonl' && isWrapper(line)) ? 'json' : 'jsonl';
}

/** `{"items": [{` rather than a row. */
function isWrapper(line: string): boolean {
  return /^\{\s*"(?:[^"\\]|\\.)*"\s*:\s*\[\s*\{/.test(line);
}

/** `[{"`, `["…",` or `[[`: prose may begin with a bracket, but goes on otherwise. */
function isListBegin(sample: string): boolean {
  return /^\s*\[\s*(?:\{\s*["}]|\[\s*["\d[{-]|"(?:[^"\\\n]|\\.)*"\s*[,\]])/.test(sample);
}

/** In prose commas may happen to fall evenly; tabs do not. */
function isTable(sample: string, isProse: boolean): boolean {
  const guess = guessDelimiter(sample);
  if (guess === null || guess.records < 2) return false;
  return isProse ? guess.delimiter === '\t' && guess.evenness === 1 : guess.evenness >= 0.9;
}
