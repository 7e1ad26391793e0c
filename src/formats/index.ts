// The readers, and which of them a file gets.
import type { FormatName } from '../core/settings.ts';
import { binaryFormat } from './detect/binary-format.ts';
import { decodeSample, detectEncoding } from './detect/decode.ts';
import { readStart, refuseNonText } from './detect/refuse-non-text.ts';
import { detectFormat } from './detect/sniff.ts';
import { csv } from './read/read-csv.ts';
import { jsonl } from './read/read-jsonl.ts';
import { sqlite } from './read/read-sqlite.ts';
import { text } from './read/read-text.ts';
import { type Reader, type SourceFile, type Table, textOf, type Wanted } from './reader.ts';

/** Every reader; a test compares the list with the folder. */
export const readers: readonly Reader[] = [csv, text, jsonl, sqlite];

/**
 * Looks at a file's bytes first, at its name last.
 * @throws UserError when it is empty, no text, or one JSON document
 */
export async function detect(path: string, fileName: string): Promise<FormatName> {
  return formatOf(await look(path, fileName));
}

/**
 * Looks at a file's bytes and opens it with the reader it needs, or with the one that is wanted.
 * @throws UserError when it is empty, no text, or no table of that format
 */
export async function openTable(path: string, fileName: string, wanted: Wanted): Promise<Table> {
  const source = await look(path, fileName);
  const name = wanted.format ?? formatOf(source);
  const reader = readers.find((one) => one.name === name);
  if (!reader) throw new Error(`There is no reader for ${name}.`);
  const table = await reader.open(source, wanted);
  const note = source.text?.encoding.note ?? null;
  if (note !== null) table.notes.unshift(note);
  return table;
}

function formatOf(source: SourceFile): FormatName {
  return binaryFormat(source.start) ?? detectFormat(textOf(source).sample, source.name);
}

async function look(path: string, name: string): Promise<SourceFile> {
  const start = await readStart(path);
  if (binaryFormat(start) !== null) return { path, name, start, text: null };
  const encoding = await detectEncoding(path, start);
  const sample = decodeSample(start, encoding);
  refuseNonText(start, sample);
  return { path, name, start, text: { encoding, sample } };
}
