// Files that are no table and no text, told apart by their first bytes.
import { open } from 'node:fs/promises';
import { UserError } from '../../core/errors.ts';

const SAMPLE_BYTES = 256 * 1024;

const DROP_OTHER = 'Drop a CSV, text or JSONL file instead.';
const SAVE_AS_CSV = 'Save it as CSV and drop it again.';
const SAVE_AS_TEXT = 'Save it as plain text and drop it again.';
const UNPACK = 'Unpack it and drop the file inside.';

/** First bytes, as Latin-1, of files that people drop by mistake. */
const KNOWN: readonly { magic: string; name: string; next: string }[] = [
  { magic: '%PDF-', name: 'a PDF', next: 'Copy its text into a text or CSV file and drop that.' },
  { magic: '\x89PNG', name: 'a PNG image', next: DROP_OTHER },
  { magic: '\xff\xd8\xff', name: 'a JPEG image', next: DROP_OTHER },
  { magic: 'GIF8', name: 'a GIF image', next: DROP_OTHER },
  { magic: '\x1f\x8b', name: 'a gzip archive', next: UNPACK },
  { magic: '{\\rtf', name: 'a rich text (RTF) document', next: SAVE_AS_TEXT },
  {
    magic: '\xd0\xcf\x11\xe0',
    name: 'an old Excel or Word document',
    next: 'Save it as CSV or text and drop that.',
  },
];

/** Names of entries that tell which kind of document a ZIP archive is. */
const IN_ZIP: readonly { entry: string; name: string; next: string }[] = [
  { entry: 'xl/', name: 'an Excel workbook', next: SAVE_AS_CSV },
  { entry: 'opendocument.spreadsheet', name: 'an OpenDocument spreadsheet', next: SAVE_AS_CSV },
  { entry: 'word/', name: 'a Word document', next: SAVE_AS_TEXT },
  { entry: 'opendocument.text', name: 'an OpenDocument text', next: SAVE_AS_TEXT },
  { entry: 'ppt/', name: 'a PowerPoint presentation', next: DROP_OTHER },
];
const UNKNOWN_ZIP = {
  name: 'an Excel workbook, a Word document or a ZIP archive',
  next: 'Save the table as CSV, or unpack the archive, and drop that.',
};

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

/**
 * @param start the first bytes of the file
 * @param sample the same as text
 * @throws UserError for known binary formats, web pages, other bytes that are no text, and nothing but blanks
 */
export function refuseNonText(start: Buffer, sample: string): void {
  const known = knownFormat(start.toString('latin1'));
  if (known) throw new UserError('binary-file', `This is ${known.name}, not plain text.`, known.next);
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
      'Export the data as CSV, text or JSONL and drop that.',
    );
  }
  if (start.length < SAMPLE_BYTES && sample.trim() === '') throw emptyFile();
}

function knownFormat(latin: string): { name: string; next: string } | undefined {
  if (!latin.startsWith('PK\x03\x04') && !latin.startsWith('PK\x05\x06'))
    return KNOWN.find(({ magic }) => latin.startsWith(magic));
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
