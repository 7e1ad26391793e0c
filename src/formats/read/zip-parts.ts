// The parts of a document that is a ZIP archive, each as a stream that ends where the archive said it would.
import { crc32 } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { openZip } from '../detect/open-zip.ts';

export interface ZipParts {
  has(name: string): boolean;
  /** Announced size once unpacked; 0 when there is no such part. */
  bytesOf(name: string): number;
  /** @throws an error when the part is not there, is longer than announced, or fails its checksum */
  bytes(name: string): AsyncGenerator<Buffer>;
  close(): void;
}

/**
 * Opens an archive that was found to keep within the limits, see `checkZip`.
 * @throws an error when its table of contents cannot be read
 */
export async function openZipParts(path: string): Promise<ZipParts> {
  const zip = await openZip(path);
  try {
    const entries = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
    return {
      has: (name) => entries.has(name),
      bytesOf: (name) => entries.get(name)?.uncompressedSize ?? 0,
      bytes: (name) => read(zip, entries.get(name)),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function* read(zip: ZipFile, entry: Entry | undefined): AsyncGenerator<Buffer> {
  if (entry === undefined) throw new Error('There is no such part.');
  let sum = 0;
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    sum = crc32(chunk as Buffer, sum);
    yield chunk as Buffer;
  }
  // Not looked at by the library; a flipped bit may otherwise become another letter.
  if (sum !== entry.crc32) throw new Error(`The part ${entry.fileName} is not what its checksum says.`);
}
