// Bytes to text, in chunks: which encoding a file has is decided once, by its bytes.
import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { UserError } from '../../core/errors.ts';

export interface Encoding {
  /** As TextDecoder names it. */
  name: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  /** A sentence for the person when it is not plain UTF-8. */
  note: string | null;
}

const CHUNK_BYTES = 256 * 1024;
/** Characters that no text holds; in a wrong guess at UTF-16 they are soon met. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what it is for
const NOT_TEXT = /[\0-\x08\x0e-\x1a\x1c-\x1f\ufffe\uffff]/;

/** @returns the bytes of a file in chunks */
export function readBytes(path: string): AsyncIterable<Buffer> {
  return createReadStream(path, { highWaterMark: CHUNK_BYTES });
}

/**
 * Decides by byte order mark, then by the zeros of UTF-16, then by whether all of the file is valid UTF-8.
 * @param start the first bytes of the file, at least a few hundred when it has them
 */
export async function detectEncoding(path: string, start: Buffer): Promise<Encoding> {
  if (start[0] === 0xff && start[1] === 0xfe) return utf16('utf-16le');
  if (start[0] === 0xfe && start[1] === 0xff) return utf16('utf-16be');
  const byZeros = utf16ByZeros(start);
  if (byZeros !== null) return utf16(byZeros);
  if (await isAllUtf8(readBytes(path))) return { name: 'utf-8', note: null };
  return {
    name: 'windows-1252',
    note: 'The file is not UTF-8, so it was read as Windows-1252. Check the letters in the preview; if they are wrong, save the file as UTF-8 and drop it again.',
  };
}

function utf16(name: 'utf-16le' | 'utf-16be'): Encoding {
  return { name, note: 'The file is UTF-16 and was converted.' };
}

/** UTF-16 without a mark: the zero half of Latin letters, or only of line ends and digits, is always on one side. */
function utf16ByZeros(start: Buffer): 'utf-16le' | 'utf-16be' | null {
  const even = countZeros(start, 0);
  const odd = countZeros(start, 1);
  const half = Math.max(1, Math.floor(start.length / 2));
  const many = Math.max(even, odd) / half;
  const few = Math.min(even, odd) / half;
  const isLatin = many > 0.4 && few < 0.05;
  const isOther = many > 0.02 && few < many / 5 && !isUtf8(start);
  if (!isLatin && !isOther) return null;
  const name = odd > even ? 'utf-16le' : 'utf-16be';
  return isText(start, name) ? name : null;
}

function countZeros(bytes: Buffer, from: number): number {
  let zeros = 0;
  for (let index = from; index < bytes.length; index += 2) if (bytes[index] === 0) zeros += 1;
  return zeros;
}

function isText(start: Buffer, name: 'utf-16le' | 'utf-16be'): boolean {
  try {
    return !NOT_TEXT.test(new TextDecoder(name, { fatal: true }).decode(start, { stream: true }));
  } catch {
    return false;
  }
}

/**
 * Checks without decoding: a few milliseconds for tens of megabytes.
 * @param chunks cut anywhere, even inside a character
 */
export async function isAllUtf8(chunks: AsyncIterable<Buffer>): Promise<boolean> {
  let carried: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = carried.length === 0 ? chunk : Buffer.concat([carried, chunk]);
    const end = lastBoundary(bytes);
    if (!isUtf8(bytes.subarray(0, end))) return false;
    carried = bytes.subarray(end);
  }
  return isUtf8(carried);
}

/** Where the last character that may be incomplete begins. */
function lastBoundary(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(4, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return bytes.length - back;
  }
  return bytes.length;
}

/** @returns the beginning of a file as text; a character cut at its end is left out, broken ones become U+FFFD */
export function decodeSample(start: Buffer, { name }: Encoding): string {
  return new TextDecoder(name, { fatal: name === 'windows-1252' }).decode(start, { stream: true });
}

/**
 * Decodes strictly: text is right or refused, never quietly damaged.
 * @param chunks bytes, cut anywhere
 * @returns the text in chunks, without a byte order mark
 * @throws UserError when the bytes are not in this encoding
 */
export async function* decodeChunks(
  chunks: AsyncIterable<Buffer>,
  { name }: Encoding,
): AsyncGenerator<string> {
  // Not only to find damage: when not fatal, Node 20 reads Windows-1252 as Latin-1 and loses € and curly quotes.
  const decoder = new TextDecoder(name, { fatal: true });
  for await (const chunk of chunks) {
    const text = strictly(() => decoder.decode(chunk, { stream: true }));
    if (text !== '') yield text;
  }
  const last = strictly(() => decoder.decode());
  if (last !== '') yield last;
}

function strictly(decode: () => string): string {
  try {
    return decode();
  } catch (error) {
    throw new UserError(
      'broken-text',
      'The file looks like UTF-16, but parts of it are damaged.',
      'Save it as UTF-8 and drop it again.',
      { cause: error },
    );
  }
}
