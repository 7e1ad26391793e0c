// Files that are documents, each of them a row, and archives of such files.
import { readFile, stat } from 'node:fs/promises';
import { UserError } from '../../core/errors.ts';
import { type ArchiveFile, readArchive } from './archive.ts';
import { MOST_DOCUMENT_BYTES, readContent, tooLargeContent } from './content.ts';
import { type Document, type DocumentContent, unusable } from './document.ts';
import { ARCHIVE_LIMITS, isArchive, type NamedFile } from './look-into.ts';
import { createNamer, isJunk } from './names.ts';
import { createPdfOpener, type PdfOpener } from './pdf-opener.ts';

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
      yield* (await isArchive(file)) ? unpack(file, reading) : readOne(file, reading);
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
