// A text file as one document.
import { type Encoding, encodingName } from '../detect/decode.ts';
import { detectEncoding } from '../detect/detect-encoding.ts';
import { type DocumentContent, textDocument, unusable } from './document.ts';

/** Characters that no text holds. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what it is for
const NOT_TEXT = /[\0-\x08\x0e-\x1a\x1c-\x1f\ufffe\uffff]/;
/** As much as is looked at of a table, for the letters. */
const START_BYTES = 256 * 1024;

/** @returns the text, in an encoding that is decided as for any other text, or that the bytes are none */
export async function readPlainText(bytes: Buffer): Promise<DocumentContent> {
  const encoding = await detectEncoding(bytes, bytes.subarray(0, START_BYTES));
  const text = decode(bytes, encoding);
  if (text === null || NOT_TEXT.test(text))
    return unusable(
      'not-a-document',
      'This is no document that I can read: it can be PDF, Word (.docx), text, PNG, JPEG, GIF or WebP.',
    );
  if (text.trim() === '') return unusable('empty-file', 'The file is empty.');
  return textDocument(text.trim(), encoding.note === null ? null : encodingName(encoding.name));
}

function decode(bytes: Buffer, { name }: Encoding): string | null {
  try {
    return new TextDecoder(name, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
