// Bytes to text, in chunks: which encoding a file has is decided once, by its bytes.

import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';

export interface Encoding {
  /** As TextDecoder names it. */
  name: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  /** A sentence for the person when it is not plain UTF-8. */
  note: string | null;
}

const CHUNK_BYTES = 256 * 1024;

/** Decides by byte order mark, then by the zeros of UTF-16, then by whether all of it is valid UTF-8. */
export async function detectEncoding(path: string, start: Buffer): Promise<Encoding> {
  if (start[0] === 0xff && start[1] === 0xfe) return utf16('utf-16le');
  if (start[0] === 0xfe && start[1] === 0xff) return utf16('utf-16be');
  const zeros = zeroPattern(start);
  if (zeros !== null) return utf16(zeros);
  if (await isAllUtf8(path)) return { name: 'utf-8', note: null };
  return {
    name: 'windows-1252',
    note: 'The file is not UTF-8; it was read as Windows-1252. Look whether the letters in the preview are right.',
  };
}

function utf16(name: 'utf-16le' | 'utf-16be'): Encoding {
  return { name, note: 'The file is UTF-16 and was converted.' };
}

/** UTF-16 text without a mark: nearly every other byte of Latin text is zero. */
function zeroPattern(start: Buffer): 'utf-16le' | 'utf-16be' | null {
  const even = countZeros(start, 0);
  const odd = countZeros(start, 1);
  const half = Math.max(1, Math.floor(start.length / 2));
  if (odd / half > 0.4 && even / half < 0.05) return 'utf-16le';
  if (even / half > 0.4 && odd / half < 0.05) return 'utf-16be';
  return null;
}

function countZeros(bytes: Buffer, from: number): number {
  let zeros = 0;
  for (let index = from; index < bytes.length; index += 2) if (bytes[index] === 0) zeros += 1;
  return zeros;
}

/** Checks the file without decoding it: a few milliseconds for tens of megabytes. */
async function isAllUtf8(path: string): Promise<boolean> {
  let carried: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>) {
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

/** @returns the beginning of a file as text; a character cut at its end is left out */
export function decodeSample(start: Buffer, { name }: Encoding): string {
  return new TextDecoder(name).decode(start, { stream: true });
}

/** @returns the text of a file in chunks, without a byte order mark */
export async function* decodeFile(path: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding.name);
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield text;
  }
  const last = decoder.decode();
  if (last !== '') yield last;
}

/** @returns the lines of a file with their numbers, counted from 1; a line end is \n, \r\n or \r */
export async function* readLines(
  path: string,
  encoding: Encoding,
): AsyncGenerator<{ number: number; text: string }> {
  let number = 0;
  let rest = '';
  for await (const chunk of decodeFile(path, encoding)) {
    const text = rest + chunk;
    // A \r at the very end may be the first half of \r\n.
    const lines = (text.endsWith('\r') ? text.slice(0, -1) : text).split(/\r\n|\n|\r/);
    rest = (lines.pop() ?? '') + (text.endsWith('\r') ? '\r' : '');
    for (const line of lines) yield { number: ++number, text: line };
  }
  for (const line of rest.replace(/\r$/, '').split('\r'))
    if (line !== '') yield { number: ++number, text: line };
}
