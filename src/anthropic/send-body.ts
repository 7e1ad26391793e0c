// Writes a body of known length to a call, with back-pressure, and keeps it incomplete until its source has ended well.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Call } from './call.ts';

export interface Body {
  lengthBytes: number;
  /** Each may be overwritten by its source once the next but one is asked for. */
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** A slow line must show progress within the stall limit, so no single write is larger. */
const SLICE_BYTES = 256 * 1024;

/**
 * The chunk that completes the body waits until the source has ended, and its last byte until all others are taken:
 * before that byte nobody can have accepted the body.
 * @param onProgress called when the connection took some bytes
 * @returns whether the whole body was handed over; false when the call was over before that
 * @throws whatever `chunks` throws, and Error when they are not `lengthBytes` long
 */
export async function sendBody(call: Call, body: Body, onProgress: () => void): Promise<boolean> {
  let isOver = false;
  const over = call.response.then(end, end);
  function end(): null {
    isOver = true;
    return null;
  }

  async function write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length && !isOver; at += SLICE_BYTES) {
      await Promise.race([taken(call, bytes.subarray(at, at + SLICE_BYTES)), over]);
      onProgress();
      // That may come before timers and answers get their turn: a fast source would starve them.
      await nextTurn();
    }
  }

  const source = iteratorOf(body.chunks);
  let sentBytes = 0;
  let last: Uint8Array | null = null;
  try {
    for (;;) {
      const next = await Promise.race([source.next(), over]);
      if (next === null || isOver) return false;
      if (next.done) break;
      if (next.value.length === 0) continue;
      sentBytes += next.value.length;
      if (sentBytes > body.lengthBytes) throw wrongLength(body, 'longer');
      if (sentBytes === body.lengthBytes) last = next.value;
      else await write(next.value);
    }
  } finally {
    close(source);
  }
  if (last === null) throw wrongLength(body, 'shorter');
  await write(last.subarray(0, -1));
  if (isOver) return false;
  call.request.end(last.subarray(-1));
  return true;
}

/** Resolves when the bytes have left this process: their buffer is free then. */
function taken({ request }: Call, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => request.write(bytes, () => resolve()));
}

function iteratorOf(chunks: Body['chunks']): AsyncIterator<Uint8Array> | Iterator<Uint8Array> {
  return Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
}

/** Not awaited: it would wait behind a source that hangs. */
function close(source: ReturnType<typeof iteratorOf>): void {
  const closing = (async () => source.return?.())();
  closing.catch(() => {});
}

function wrongLength({ lengthBytes }: Body, how: 'longer' | 'shorter'): Error {
  return new Error(`The body is ${how} than the ${lengthBytes} bytes that were announced.`);
}
