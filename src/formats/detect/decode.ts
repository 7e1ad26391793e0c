// Bytes to text, in chunks and strictly; which encoding a file has is decided in detect-encoding.ts.
import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { UserError } from '../../core/errors.ts';

export interface Encoding {
  /** As TextDecoder names it. */
  name: string;
  /** A sentence for the person when it is not plain UTF-8. */
  note: string | null;
}

const CHUNK_BYTES = 256 * 1024;

/** @param source path of a file, or its bytes. @returns them in chunks */
export function readBytes(source: string | Buffer): AsyncIterable<Buffer> {
  if (typeof source === 'string') return createReadStream(source, { highWaterMark: CHUNK_BYTES });
  return (async function* () {
    yield source;
  })();
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
  return new TextDecoder(name, { fatal: isLegacy(name) }).decode(start, { stream: true });
}

/** Where it is not fatal, Node 20 reads Windows-1252 as Latin-1 and loses € and curly quotes. */
function isLegacy(name: string): boolean {
  return !name.startsWith('utf-');
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
  const decoder = new TextDecoder(name, { fatal: true });
  for await (const chunk of chunks) {
    const text = strictly(name, () => decoder.decode(chunk, { stream: true }));
    if (text !== '') yield text;
  }
  const last = strictly(name, () => decoder.decode());
  if (last !== '') yield last;
}

function strictly(name: string, decode: () => string): string {
  try {
    return decode();
  } catch (error) {
    throw new UserError(
      'broken-text',
      `The file looks like ${encodingName(name)}, but parts of it are damaged.`,
      'Save it as UTF-8 and drop it again.',
      { cause: error },
    );
  }
}

/** @returns how people call an encoding, e.g. 'Windows-1252' */
export function encodingName(name: string): string {
  if (name.startsWith('utf-16')) return 'UTF-16';
  return /^(?:windows|shift)/.test(name) ? `${name[0]?.toUpperCase()}${name.slice(1)}` : name.toUpperCase();
}
