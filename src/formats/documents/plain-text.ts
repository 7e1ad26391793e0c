// A text file as one document.
import { isUtf8 } from 'node:buffer';
import { type DocumentContent, textDocument, unusable } from './document.ts';

/** Characters that no text holds. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what it is for
const NOT_TEXT = /[\0-\x08\x0e-\x1a\x1c-\x1f\ufffe\uffff]/;

/** Decides by byte order mark, else by whether it is valid UTF-8. @returns the text, or that the bytes are none */
export function readPlainText(bytes: Buffer): DocumentContent {
  const text = decode(bytes);
  if (text === null || NOT_TEXT.test(text))
    return unusable(
      'not-a-document',
      'This is no document that I can read: it can be PDF, Word (.docx), text, PNG, JPEG, GIF or WebP.',
    );
  return text.trim() === '' ? unusable('empty-file', 'The file is empty.') : textDocument(text.trim());
}

function decode(bytes: Buffer): string | null {
  const [first, second] = bytes;
  const utf16 =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null;
  try {
    return new TextDecoder(utf16 ?? (isUtf8(bytes) ? 'utf-8' : 'windows-1252'), { fatal: true }).decode(
      bytes,
    );
  } catch {
    return null;
  }
}
