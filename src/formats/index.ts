// The readers, and which of them a file gets.

import type { FormatName } from '../core/draft/settings.ts';
import { UserError } from '../core/errors.ts';
import { binaryFormat } from './detect/binary-format.ts';
import { decodeSample } from './detect/decode.ts';
import { detectEncoding } from './detect/detect-encoding.ts';
import { isZip, readStart, refuseKnownBinary, refuseNonText } from './detect/refuse-non-text.ts';
import { detectFormat } from './detect/sniff.ts';
import { isGzip, unpackGzip } from './detect/unpack-gzip.ts';
import { csv } from './read/read-csv.ts';
import { jsonl } from './read/read-jsonl.ts';
import { text } from './read/read-text.ts';
import type { Page, Reader, SourceFile, Table, Wanted } from './reader.ts';

/** Every reader; a test compares the list with the folder. */
export const readers: readonly Reader[] = [
  csv,
  text,
  jsonl,
  whenNeeded('json', async () => (await import('./read/read-json.ts')).json),
  whenNeeded('xlsx', async () => (await import('./read/read-xlsx.ts')).xlsx),
  whenNeeded('sqlite', async () => (await import('./read/read-sqlite.ts')).sqlite),
];

/** A worker starts in a third of the time when it does not load what few files need. */
function whenNeeded(name: FormatName, load: () => Promise<Reader>): Reader {
  return { name, open: async (source, wanted) => (await load()).open(source, wanted) };
}

/**
 * Looks at a file's bytes and opens it with the reader it needs, or with the one that is wanted.
 * @returns the table; what was unpacked for it is gone once its pages were read, or were left unread
 * @throws UserError when it is empty, nothing that can be read, or no table of that format
 */
export async function openTable(path: string, fileName: string, wanted: Wanted): Promise<Table> {
  const start = await readStart(path);
  if (!isGzip(start)) return open(await look(path, fileName, start), wanted);
  const { remove, ...inner } = await unpackGzip(path, fileName);
  try {
    const innerStart = await readStart(inner.path);
    if (isGzip(innerStart)) throw packedTwice();
    const table = await open(await look(inner.path, inner.name, innerStart), wanted);
    table.notes.unshift('The file was unpacked.');
    return Object.assign(table, { pages: thenRemoved(table.pages, remove) });
  } catch (error) {
    await remove();
    throw error;
  }
}

async function open(source: SourceFile, wanted: Wanted): Promise<Table> {
  const name = wanted.format ?? formatOf(source);
  const reader = readers.find((one) => one.name === name);
  if (!reader) throw new Error(`There is no reader for ${name}.`);
  const table = await reader.open(source, wanted);
  const note = source.text?.encoding.note ?? null;
  if (note !== null) table.notes.unshift(note);
  return table;
}

async function* thenRemoved(pages: AsyncIterable<Page>, remove: () => Promise<void>): AsyncGenerator<Page> {
  try {
    yield* pages;
  } finally {
    await remove();
  }
}

/** What stands in a file first, its name last. */
function formatOf(source: SourceFile): FormatName {
  if (source.text !== null) return detectFormat(source.text.sample, source.name);
  return binaryFormat(source.start) ?? 'xlsx';
}

async function look(path: string, name: string, start: Buffer): Promise<SourceFile> {
  if (binaryFormat(start) !== null) return { path, name, start, text: null };
  if (isZip(start) && (await isWorkbook(path))) return { path, name, start, text: null };
  refuseKnownBinary(start);
  const encoding = await detectEncoding(path, start);
  const sample = decodeSample(start, encoding);
  refuseNonText(start, sample);
  return { path, name, start, text: { encoding, sample } };
}

async function isWorkbook(path: string): Promise<boolean> {
  const { checkZip } = await import('./detect/check-zip.ts');
  return (await checkZip(path)).some((entry) => entry.name.startsWith('xl/'));
}

function packedTwice(): UserError {
  return new UserError('packed-twice', 'The file is packed twice.', 'Unpack it and drop the file inside.');
}
