// The text of a Word document. Pictures and whatever else it links to are never looked at.
import { ZipFile } from 'yazl';
import { ZIP_LIMITS } from '../detect/check-zip.ts';
import { readArchive } from './archive.ts';
import { type DocumentContent, textDocument, unusable } from './document.ts';

/** Of the parts that hold text, unpacked; a book of 1,000 pages has about 10 MB. */
const MOST_TEXT_BYTES = 64_000_000;

/** @returns the text of all paragraphs, or why there is none */
export async function readDocx(bytes: Buffer): Promise<DocumentContent> {
  try {
    const text = await extractText(bytes);
    if (text === null) return TOO_LONG;
    return text === '' ? NO_TEXT : textDocument(text);
  } catch {
    return BROKEN;
  }
}

/** Gives the parser nothing but the document's own XML, packed anew at the size that was checked: it would unpack anything. */
async function extractText(bytes: Buffer): Promise<string | null> {
  const clean = new ZipFile();
  let size = 0;
  for await (const part of readArchive(bytes, ZIP_LIMITS)) {
    if (!/\.(?:xml|rels)$/.test(part.name)) continue;
    size += part.bytes;
    if (size > MOST_TEXT_BYTES) return null;
    clean.addBuffer(await part.read(), part.name, { compress: false });
  }
  clean.end();
  const chunks: Buffer[] = [];
  for await (const chunk of clean.outputStream) chunks.push(chunk as Buffer);
  const { default: mammoth } = await import('mammoth');
  const { value } = await mammoth.extractRawText({ buffer: Buffer.concat(chunks) });
  return value.replace(/\n{3,}/g, '\n\n').trim();
}

const BROKEN = unusable('broken-docx', 'The Word document is damaged. Save it anew and drop it again.');
const TOO_LONG = unusable(
  'document-too-large',
  'The Word document holds more text than can be sent. Split it and drop its parts.',
);
const NO_TEXT = unusable(
  'no-text',
  'The Word document holds no text. If it holds pictures, save it as PDF and drop that.',
);
