// A gzip file is unpacked beside itself, within limits, and is then looked at anew.
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { UserError } from '../../core/errors.ts';

/** As much as a file that is dropped unpacked may have. */
const MOST_BYTES = 500_000_000;
/** Tables shrink to a tenth, logs to a fiftieth; what shrinks more is nothing but repetition. */
const MOST_RATIO = 200;
const RATIO_FROM_BYTES = 10_000_000;

export interface Unpacked {
  path: string;
  /** The name inside: `x.csv` of `x.csv.gz`. */
  name: string;
  /** Deletes what was unpacked. */
  remove(): Promise<void>;
}

/** @returns whether a file begins as gzip files do */
export function isGzip(start: Buffer): boolean {
  return start[0] === 0x1f && start[1] === 0x8b;
}

/**
 * @param path the gzip file
 * @returns where the unpacked file is, which is to be removed after use
 * @throws UserError when it is damaged, or unpacks to more than 500 MB or 200 times its size; nothing is left then
 */
export async function unpackGzip(path: string, name: string): Promise<Unpacked> {
  const unpacked = `${path}.unpacked`;
  const remove = () => rm(unpacked, { force: true });
  const source = createReadStream(path);
  try {
    await pipeline(
      source,
      createGunzip(),
      (chunks) => withinLimits(chunks as AsyncIterable<Buffer>, () => source.bytesRead),
      createWriteStream(unpacked, { mode: 0o600 }),
    );
  } catch (error) {
    await remove();
    throw isZlibError(error) ? brokenGzip(error) : error;
  }
  return { path: unpacked, name: name.replace(/\.(?:gz|gzip)$/i, ''), remove };
}

async function* withinLimits(
  chunks: AsyncIterable<Buffer>,
  packedBytes: () => number,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    const isBomb = bytes > RATIO_FROM_BYTES && bytes > MOST_RATIO * packedBytes();
    if (bytes > MOST_BYTES || isBomb) throw tooLarge();
    yield chunk;
  }
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}

function brokenGzip(cause: unknown): UserError {
  return new UserError(
    'broken-gzip',
    'The gzip file is damaged or was not uploaded whole.',
    'Pack it again, or drop the file that is inside.',
    { cause },
  );
}

function tooLarge(): UserError {
  return new UserError(
    'gzip-too-large',
    `Unpacked, the file would have more than ${MOST_BYTES / 1_000_000} MB, or be nothing but repetition.`,
    'Split it into smaller files and drop them again.',
  );
}
