// Reads the body of a call: once, into one buffer, hashed on the way.
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface Body {
  /** Cut off when it is longer than it may be. */
  content: Buffer;
  bytes: number;
  /** null when there was no body. */
  sha256: string | null;
}

/** @param mostBytes what is beyond is counted and thrown away. @throws when the caller goes away in between */
export async function readBody(request: IncomingMessage, mostBytes: number): Promise<Body> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > mostBytes) return passOver(request);
  // One buffer from the start: joining parts would hold a large body twice.
  let content: Buffer = Buffer.allocUnsafeSlow(Math.min(announced, mostBytes));
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    hash.update(part);
    if (bytes < mostBytes) {
      const needed = Math.min(bytes + part.length, mostBytes);
      if (needed > content.length) content = grown(content, bytes, Math.min(needed * 2, mostBytes));
      part.copy(content, bytes);
    }
    bytes += part.length;
  }
  const sha256 = bytes === 0 ? null : hash.digest('hex');
  return { content: content.subarray(0, Math.min(bytes, mostBytes)), bytes, sha256 };
}

/** Reads and forgets: a client that still sends does not listen. */
async function passOver(request: IncomingMessage): Promise<Body> {
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) bytes += part.length;
  return { content: Buffer.alloc(0), bytes, sha256: null };
}

function grown(content: Buffer, used: number, size: number): Buffer {
  const larger = Buffer.allocUnsafeSlow(size);
  content.copy(larger, 0, 0, used);
  return larger;
}
