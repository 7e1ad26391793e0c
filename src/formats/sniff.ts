// What kind of file this is: its bytes first, its name last.
import { open } from 'node:fs/promises';
import { UserError } from '../core/errors.ts';
import { isJsonObject } from '../core/json.ts';
import type { FormatName } from '../core/settings.ts';
import { sniffDelimiter } from './sniff-delimiter.ts';

const SAMPLE_BYTES = 256 * 1024;

/** First bytes of files that are no text, with what to do instead. */
const BINARY: readonly { magic: string; name: string; next: string }[] = [
  { magic: '%PDF-', name: 'a PDF', next: 'Copy its text into a text or CSV file and drop that.' },
  { magic: '\x89PNG', name: 'a PNG image', next: 'Drop a CSV, text or JSONL file.' },
  { magic: '\xff\xd8\xff', name: 'a JPEG image', next: 'Drop a CSV, text or JSONL file.' },
  { magic: 'GIF8', name: 'a GIF image', next: 'Drop a CSV, text or JSONL file.' },
  {
    magic: 'PK\x03\x04',
    name: 'an Excel workbook, Word document or ZIP archive',
    next: 'Save the sheet as CSV and drop that.',
  },
  {
    magic: '\xd0\xcf\x11\xe0',
    name: 'an old Excel or Word document',
    next: 'Save it as CSV or text and drop that.',
  },
  { magic: 'SQLite format 3\0', name: 'a SQLite database', next: 'Export the table as CSV and drop that.' },
  { magic: '\x1f\x8b', name: 'a gzip archive', next: 'Unpack it and drop the file inside.' },
];

/** @returns the first bytes of a file. @throws UserError when it has none */
export async function readStart(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, 0);
    if (bytesRead === 0) throw emptyFile();
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** @throws UserError for what cannot be text: known binary formats, web pages, zeros that are no UTF-16 */
export function refuseNonText(start: Buffer, sample: string): void {
  const latin = start.subarray(0, 32).toString('latin1');
  const known = BINARY.find(({ magic }) => latin.startsWith(magic));
  if (known) throw new UserError('binary-file', `This is ${known.name}, not a table or text.`, known.next);
  if (/^\s*(<!doctype html|<html)/i.test(sample)) {
    throw new UserError(
      'html-not-file',
      'This is a web page, not a table or text.',
      'Export the data as CSV and drop that.',
    );
  }
  if (sample.includes('\0') || hasControlCharacters(sample)) {
    throw new UserError(
      'binary-file',
      'This file is binary, not a table or text.',
      'Export the data as CSV, text or JSONL and drop that.',
    );
  }
  if (sample.trim() === '') throw emptyFile();
}

/** More than a few characters that no text holds. */
function hasControlCharacters(sample: string): boolean {
  let found = 0;
  for (let index = 0; index < Math.min(sample.length, 4096); index++) {
    const code = sample.charCodeAt(index);
    if (code < 32 && code !== 9 && code !== 10 && code !== 12 && code !== 13 && code !== 27) found += 1;
  }
  return found > Math.min(sample.length, 4096) / 50;
}

/** @returns the format of a text file */
export function detectFormat(sample: string, fileName: string): FormatName {
  const extension = /\.([^.]+)$/.exec(fileName.toLowerCase())?.[1] ?? '';
  if (looksLikeJsonl(sample)) return 'jsonl';
  if (extension === 'csv' || extension === 'tsv' || extension === 'tab') return 'csv';
  if (extension === 'jsonl' || extension === 'ndjson') return 'jsonl';
  if (extension === 'txt' || extension === 'md' || extension === 'text' || extension === 'markdown')
    return 'text';
  return looksLikeTable(sample) ? 'csv' : 'text';
}

function looksLikeJsonl(sample: string): boolean {
  const line = sample.split(/\r?\n/).find((text) => text.trim() !== '') ?? '';
  if (!line.trimStart().startsWith('{')) return false;
  try {
    return isJsonObject(JSON.parse(line));
  } catch {
    return false;
  }
}

/** A delimiter in the first line that splits the second into as many. */
function looksLikeTable(sample: string): boolean {
  const delimiter = sniffDelimiter(sample);
  if (delimiter === null) return false;
  const [first = '', second = ''] = sample.split(/\r?\n/);
  return second === '' || first.split(delimiter).length === second.split(delimiter).length;
}

function emptyFile(): UserError {
  return new UserError('empty-file', 'The file is empty.', 'Drop it again when it has some rows.');
}
