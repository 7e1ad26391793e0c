// The readers, and which of them a file gets.
import type { FormatName, Split } from '../core/settings.ts';
import { decodeSample, detectEncoding } from './decode.ts';
import { csv } from './read-csv.ts';
import { jsonl } from './read-jsonl.ts';
import { text } from './read-text.ts';
import type { Reader, Table } from './reader.ts';
import { detectFormat, readStart, refuseNonText } from './sniff.ts';

/** Every reader; a test compares the list with the folder. */
export const readers: readonly Reader[] = [csv, text, jsonl];

/** What a person may decide instead of the file itself. */
export interface Wanted {
  format: FormatName | null;
  split: Split | null;
}

/**
 * Looks at a file's bytes and opens it with the reader it needs.
 * @throws UserError when it is no text, empty, or no table of the wanted format
 */
export async function openTable(path: string, fileName: string, { format, split }: Wanted): Promise<Table> {
  const start = await readStart(path);
  const encoding = await detectEncoding(path, start);
  const sample = decodeSample(start, encoding);
  refuseNonText(start, sample);
  const name = format ?? detectFormat(sample, fileName);
  const reader = readers.find((one) => one.name === name);
  if (!reader) throw new Error(`There is no reader for ${name}.`);
  const table = await reader.open(path, { encoding, sample, split });
  if (encoding.note !== null) table.notes.unshift(encoding.note);
  return table;
}
