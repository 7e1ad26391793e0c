// Files that are documents, each of them a row, and archives of such files.
import { open, readFile, stat } from 'node:fs/promises';
import { UserError } from '../../core/errors.ts';
import type { FormatName } from '../../core/settings.ts';
import { checkZip, ZIP_LIMITS, type ZipLimits } from '../detect/check-zip.ts';
import { type ArchiveFile, readArchive } from './archive.ts';
import { MOST_DOCUMENT_BYTES, readContent, tooLargeContent } from './content.ts';
import { type Document, type DocumentContent, unusable } from './document.ts';
import { type ArchiveKind, archiveKindOf, kindOf } from './kind.ts';
import { createNamer, isJunk } from './names.ts';
import { createPdfOpener, type PdfOpener } from './pdf-opener.ts';

export interface NamedFile {
  path: string;
  name: string;
}

/** More than a table may unpack to: photos are large. Repetition is no matter, each file is unpacked by itself. */
const ARCHIVE_LIMITS: ZipLimits = {
  ...ZIP_LIMITS,
  entries: 5000,
  totalBytes: 1_000_000_000,
  ratio: Number.POSITIVE_INFINITY,
};

/** @returns whether a file that came alone holds documents rather than a table or text. @throws UserError for a damaged archive */
export async function holdsDocuments({ path }: NamedFile, format: FormatName | null): Promise<boolean> {
  if (format !== null) return format === 'documents';
  const kind = kindOf(await readStart(path));
  if (kind !== 'zip') return kind !== 'other';
  const archiveKind = await lookInto(path);
  return archiveKind === 'docx' || archiveKind === 'archive';
}

/**
 * Reads documents one by one, so that no more than one is in memory; archives are unpacked in between.
 * @returns every document, those that cannot be sent too
 * @throws UserError when an archive is damaged or too large
 */
export async function* readDocuments(files: readonly NamedFile[]): AsyncGenerator<Document> {
  const pdfs = createPdfOpener();
  const reading: Reading = { pdfs, nameOf: createNamer() };
  try {
    for (const file of files) {
      const isArchive =
        kindOf(await readStart(file.path)) === 'zip' && (await lookInto(file.path)) === 'archive';
      yield* isArchive ? unpack(file, reading) : readOne(file, reading);
    }
  } finally {
    pdfs.close();
  }
}

/** What all documents of one reading share. */
interface Reading {
  pdfs: PdfOpener;
  nameOf: (path: string) => string;
}

async function* readOne({ path, name }: NamedFile, { pdfs, nameOf }: Reading): AsyncGenerator<Document> {
  const { size } = await stat(path);
  const content =
    size > MOST_DOCUMENT_BYTES ? tooLargeContent(size) : await readContent(await readFile(path), pdfs);
  yield { name: nameOf(name), ...content };
}

async function* unpack({ path, name }: NamedFile, { pdfs, nameOf }: Reading): AsyncGenerator<Document> {
  let found = 0;
  for await (const file of readArchive(path, ARCHIVE_LIMITS)) {
    if (isJunk(file.name)) continue;
    found += 1;
    yield { name: nameOf(file.name), ...(await contentOf(file, pdfs)) };
  }
  if (found > 0) return;
  throw new UserError('empty-archive', `${name} holds no files.`, 'Put documents into it and drop it again.');
}

async function contentOf(file: ArchiveFile, pdfs: PdfOpener): Promise<DocumentContent> {
  if (TABLES.test(file.name)) return TABLE;
  if (file.bytes > MOST_DOCUMENT_BYTES) return tooLargeContent(file.bytes);
  const bytes = await file.read().catch(() => null);
  return bytes === null ? UNREADABLE : readContent(bytes, pdfs);
}

const TABLES = /\.(?:csv|tsv|jsonl|ndjson|xlsx)$/i;
const TABLE = unusable(
  'table',
  'This is a table. Drop it in a message of its own: each of its rows is a request.',
);
const UNREADABLE = unusable(
  'unreadable-entry',
  'It is damaged or encrypted inside the ZIP archive. Unpack the archive and drop the file itself.',
);

async function lookInto(path: string): Promise<ArchiveKind> {
  const entries = await checkZip(path, ARCHIVE_LIMITS);
  return archiveKindOf(entries.map(({ name }) => name));
}

const START_BYTES = 64;

async function readStart(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(START_BYTES), 0, START_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
