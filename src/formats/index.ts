// The readers, and which of them a file gets.
import type { FormatName, Split } from '../core/settings.ts';
import { decodeSample, detectEncoding, type Encoding } from './decode.ts';
import { csv } from './read-csv.ts';
import { jsonl } from './read-jsonl.ts';
import { text } from './read-text.ts';
import type { Reader, Table } from './reader.ts';
import { readStart, refuseNonText } from './refuse-non-text.ts';
import { detectFormat } from './sniff.ts';

/** Every reader; a test compares the list with the folder. */
export const readers: readonly Reader[] = [csv, text, jsonl];

/** What a person may decide instead of the file itself. */
export interface Wanted {
  format: FormatName | null;
  split: Split | null;
}

/**
 * Looks at a file's bytes first, at its name last.
 * @throws UserError when it is empty, no text, or one JSON document
 */
export async function detect(path: string, fileName: string): Promise<FormatName> {
  const { sample } = await look(path);
  return detectFormat(sample, fileName);
}

/**
 * Looks at a file's bytes and opens it with the reader it needs, or with the one that is wanted.
 * @throws UserError when it is empty, no text, or no table of that format
 */
export async function openTable(path: string, fileName: string, { format, split }: Wanted): Promise<Table> {
  const { encoding, sample } = await look(path);
  const name = format ?? detectFormat(sample, fileName);
  const reader = readers.find((one) => one.name === name);
  if (!reader) throw new Error(`There is no reader for ${name}.`);
  const table = await reader.open(path, { encoding, sample, split });
  if (encoding.note !== null) table.notes.unshift(encoding.note);
  return table;
}

async function look(path: string): Promise<{ encoding: Encoding; sample: string }> {
  const start = await readStart(path);
  const encoding = await detectEncoding(path, start);
  const sample = decodeSample(start, encoding);
  refuseNonText(start, sample);
  return { encoding, sample };
}
