// A ZIP archive on disk, opened so that nothing it says of itself can lead outside of the file.
import { close, open, read } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';

const openFile = promisify(open);
const readFile = promisify(read);
const PIECE_BYTES = 64 * 1024;

/**
 * @returns the archive, to be closed after use
 * @throws an error with an `errno` when the disk fails; any other when the file is no archive or its table of contents is cut
 */
export async function openZip(path: string): Promise<ZipFile> {
  const { size } = await stat(path);
  const file = new BoundedFile(await openFile(path, 'r'), size);
  // The library holds the file from here on, or never took hold of it.
  return fromRandomAccessReaderPromise(file, size, { autoClose: false }).catch((error: unknown) => {
    file.close(() => {});
    throw error;
  });
}

type ReadDone = (error: Error | null, bytesRead: number) => void;

/** The library's own reader passes a place beyond the file on to Node, which throws where nobody can catch it. */
class BoundedFile extends RandomAccessReader {
  readonly #fd: number;
  readonly #size: number;

  constructor(fd: number, size: number) {
    super();
    this.#fd = fd;
    this.#size = size;
  }

  override read(buffer: Buffer, offset: number, length: number, position: number, done: ReadDone): void {
    if (this.#isInside(position, position + length)) read(this.#fd, buffer, offset, length, position, done);
    else done(beyondEnd(), 0);
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#pieces(start, end), { objectMode: false });
  }

  override close(done: (error: Error | null) => void): void {
    close(this.#fd, (error) => done(error ?? null));
  }

  async *#pieces(start: number, end: number): AsyncGenerator<Buffer> {
    if (!this.#isInside(start, end)) throw beyondEnd();
    for (let at = start; at < end; ) {
      const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, end - at));
      const { bytesRead } = await readFile(this.#fd, piece, 0, piece.length, at);
      if (bytesRead === 0) throw beyondEnd();
      yield piece.subarray(0, bytesRead);
      at += bytesRead;
    }
  }

  #isInside(start: number, end: number): boolean {
    return start >= 0 && end <= this.#size && start <= end;
  }
}

function beyondEnd(): Error {
  return new Error('The archive names a place beyond its end.');
}
