// Files that are no table and no text, told apart by their first bytes.
import { open } from 'node:fs/promises';
import { UserError } from '../../core/errors.ts';

const SAMPLE_BYTES = 256 * 1024;

const DROP_OTHER = 'Drop a CSV, Excel, JSON or text file instead.';
const SAVE_AS_CSV = 'Save it as CSV and drop it again.';
const SAVE_AS_TEXT = 'Save it as plain text and drop it again.';
const AS_DOCUMENT = 'Choose no format: then it is sent to Claude as a document.';
const UNPACK = 'Unpack it and drop the file inside.';

/** First bytes, as Latin-1, of files that people drop by mistake. */
const KNOWN: readonly { magic: string; name: string; next: string }[] = [
  { magic: '%PDF-', name: 'a PDF', next: AS_DOCUMENT },
  { magic: '\x89PNG', name: 'a PNG image', next: AS_DOCUMENT },
  { magic: '\xff\xd8\xff', name: 'a JPEG image', next: AS_DOCUMENT },
  { magic: 'GIF8', name: 'a GIF image', next: AS_DOCUMENT },
  { magic: '{\\rtf', name: 'a rich text (RTF) document', next: SAVE_AS_TEXT },
  {
    magic: '\xd0\xcf\x11\xe0',
    name: 'an old Excel or Word document, or one with a password',
    next: 'Save it as XLSX without a password, or as CSV or text, and drop that.',
  },
];

/** Names of entries that tell which kind of document a ZIP archive is. */
const IN_ZIP: readonly { entry: string; name: string; next: string }[] = [
  { entry: 'opendocument.spreadsheet', name: 'an OpenDocument spreadsheet', next: SAVE_AS_CSV },
  { entry: 'word/', name: 'a Word document', next: AS_DOCUMENT },
  { entry: 'opendocument.text', name: 'an OpenDocument text', next: SAVE_AS_TEXT },
  { entry: 'ppt/', name: 'a PowerPoint presentation', next: DROP_OTHER },
];
const UNKNOWN_ZIP = { name: 'a ZIP archive', next: UNPACK };

/**
 * @returns the first 256 KB of a file
 * @throws UserError when it is empty
 */
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

/** @throws UserError for known formats that are no text, by their first bytes */
export function refuseKnownBinary(start: Buffer): void {
  const known = knownFormat(start);
  if (known) throw new UserError('binary-file', `This is ${known.name}, not plain text.`, known.next);
}

/**
 * @param start the first bytes of the file
 * @param sample the same as text
 * @throws UserError for web pages, other bytes that are no text, and nothing but blanks
 */
export function refuseNonText(start: Buffer, sample: string): void {
  if (/^\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype|html)\b/i.test(sample)) {
    throw new UserError(
      'html-not-file',
      'This is a web page, not a table or text.',
      'Export the data as CSV and drop that.',
    );
  }
  if (hasControlCharacters(sample)) {
    throw new UserError(
      'binary-file',
      'This file is binary, not a table or text.',
      'Export the data as CSV, Excel, JSON or text and drop that.',
    );
  }
  if (start.length < SAMPLE_BYTES && sample.trim() === '') throw emptyFile();
}

/** @returns whether a file begins as ZIP archives do, empty ones too */
export function isZip(start: Buffer): boolean {
  const magic = start.toString('latin1', 0, 4);
  return magic === 'PK\x03\x04' || magic === 'PK\x05\x06';
}

function knownFormat(start: Buffer): { name: string; next: string } | undefined {
  const latin = start.toString('latin1');
  if (latin.startsWith('ustar', 257)) return { name: 'a TAR archive', next: UNPACK };
  if (!isZip(start)) return KNOWN.find(({ magic }) => latin.startsWith(magic));
  return IN_ZIP.find(({ entry }) => latin.includes(entry)) ?? UNKNOWN_ZIP;
}

/** A zero, or more than a few other characters that no text holds. */
function hasControlCharacters(sample: string): boolean {
  if (sample.includes('\0')) return true;
  const looked = Math.min(sample.length, 4096);
  let found = 0;
  for (let index = 0; index < looked; index++) {
    const code = sample.charCodeAt(index);
    if (code < 32 && code !== 9 && code !== 10 && code !== 12 && code !== 13 && code !== 27) found += 1;
  }
  return found > looked / 50;
}

function emptyFile(): UserError {
  return new UserError('empty-file', 'The file is empty.', 'Drop it again when it has some rows.');
}
