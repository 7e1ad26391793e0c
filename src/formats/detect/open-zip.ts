// A ZIP archive on disk or in memory, opened so that nothing it says of itself can lead outside of it.
import { close, open, read } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';

const openFile = promisify(open);
const readFile = promisify(read);
const closeFile = promisify(close);
const PIECE_BYTES = 64 * 1024;

/** Where the bytes are. */
interface Bytes {
  size: number;
  /** Fills the buffer from this place on. @returns how many bytes there were */
  readAt(buffer: Buffer, position: number): Promise<number>;
  close(): Promise<void>;
}

/**
 * @param source path or bytes of an archive
 * @returns the archive, to be closed after use
 * @throws an error with an `errno` when the disk fails; any other when it is no archive or its table of contents is cut
 */
export async function openZip(source: string | Buffer): Promise<ZipFile> {
  const bytes = typeof source === 'string' ? await bytesOfFile(source) : bytesInMemory(source);
  const reader = new BoundedReader(bytes);
  // The library holds the reader from here on, or never took hold of it.
  return fromRandomAccessReaderPromise(reader, bytes.size, { autoClose: false }).catch((error: unknown) => {
    reader.close(() => {});
    throw error;
  });
}

async function bytesOfFile(path: string): Promise<Bytes> {
  const { size } = await stat(path);
  const fd = await openFile(path, 'r');
  return {
    size,
    async readAt(buffer, position) {
      return (await readFile(fd, buffer, 0, buffer.length, position)).bytesRead;
    },
    close: () => closeFile(fd),
  };
}

function bytesInMemory(whole: Buffer): Bytes {
  return {
    size: whole.length,
    readAt: async (buffer, position) => whole.copy(buffer, 0, position, position + buffer.length),
    close: async () => {},
  };
}

type ReadDone = (error: Error | null, bytesRead: number) => void;

/** The library's own reader passes a place beyond the file on to Node, which throws where nobody can catch it. */
class BoundedReader extends RandomAccessReader {
  readonly #bytes: Bytes;

  constructor(bytes: Bytes) {
    super();
    this.#bytes = bytes;
  }

  override read(buffer: Buffer, offset: number, length: number, position: number, done: ReadDone): void {
    if (!this.#isInside(position, position + length)) {
      done(beyondEnd(), 0);
      return;
    }
    this.#bytes.readAt(buffer.subarray(offset, offset + length), position).then(
      (bytesRead) => done(null, bytesRead),
      (error: unknown) => done(error as Error, 0),
    );
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#pieces(start, end), { objectMode: false });
  }

  override close(done: (error: Error | null) => void): void {
    this.#bytes.close().then(
      () => done(null),
      (error: unknown) => done(error as Error),
    );
  }

  async *#pieces(start: number, end: number): AsyncGenerator<Buffer> {
    if (!this.#isInside(start, end)) throw beyondEnd();
    for (let at = start; at < end; ) {
      const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, end - at));
      const bytesRead = await this.#bytes.readAt(piece, at);
      if (bytesRead === 0) throw beyondEnd();
      yield piece.subarray(0, bytesRead);
      at += bytesRead;
    }
  }

  #isInside(start: number, end: number): boolean {
    return start >= 0 && end <= this.#bytes.size && start <= end;
  }
}

function beyondEnd(): Error {
  return new Error('The archive names a place beyond its end.');
}
