// The body of a create call, put together from requests in chunks, with its size and hash.
import { createHash } from 'node:crypto';
import { BODY_CLOSING, BODY_OPENING } from '../../core/request/split.ts';

export interface BodyWriter {
  /** Copies one request's JSON. @returns a chunk that is full, valid until the next one is; null when there is none yet */
  add(json: Uint8Array): Buffer | null;
  /** @returns the last chunk, and the whole body's size and sha256 in hex */
  finish(): { last: Buffer; bytes: number; sha256: string };
}

const CHUNK_BYTES = 256 * 1024;
const COMMA = 0x2c;

/** @returns a writer of one body */
export function createBodyWriter(): BodyWriter {
  const hash = createHash('sha256');
  let bytes = 0;
  let isFirst = true;
  // Two take turns: one is filled while the other is read, and no memory is left behind.
  let chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let other = Buffer.allocUnsafe(CHUNK_BYTES);
  let used = chunk.write(BODY_OPENING);

  function take(): Buffer {
    const full = chunk.subarray(0, used);
    hash.update(full);
    bytes += used;
    used = 0;
    return full;
  }

  return {
    add(json) {
      let full: Buffer | null = null;
      const needed = json.length + BODY_CLOSING.length + 1;
      if (used + needed > chunk.length) {
        full = take();
        [chunk, other] = [other, chunk];
        if (chunk.length < needed) chunk = Buffer.allocUnsafe(needed);
      }
      if (!isFirst) chunk[used++] = COMMA;
      isFirst = false;
      chunk.set(json, used);
      used += json.length;
      return full;
    },
    finish() {
      used += chunk.write(BODY_CLOSING, used);
      const last = take();
      return { last, bytes, sha256: hash.digest('hex') };
    },
  };
}
