// The files inside a ZIP archive, unpacked one by one once its table of contents was judged.
import { crc32 } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { checkZip, type ZipEntry, type ZipLimits } from '../detect/check-zip.ts';
import { openZip } from '../detect/open-zip.ts';

export interface ArchiveFile extends ZipEntry {
  /** @throws Error when it is damaged, encrypted, or not as large as the archive says */
  read(): Promise<Buffer>;
}

/**
 * @param source path or bytes of an archive
 * @returns its files in their order, without folders; each is read before the next is asked for, if at all
 * @throws UserError when it is damaged, or announces more than the limits allow
 */
export async function* readArchive(source: string | Buffer, limits: ZipLimits): AsyncGenerator<ArchiveFile> {
  const entries = await checkZip(source, limits);
  const zip = await openZip(source);
  try {
    let index = 0;
    for await (const found of zip.eachEntry()) {
      const entry = entries[index++];
      if (entry === undefined || entry.name.endsWith('/')) continue;
      yield { ...entry, read: () => readEntry(zip, found) };
    }
  } finally {
    zip.close();
  }
}

async function readEntry(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of await zip.openReadStreamPromise(entry)) parts.push(part as Buffer);
  const bytes = Buffer.concat(parts);
  // The library does not look, and a damaged picture or text would be sent and paid.
  if (crc32(bytes) !== entry.crc32) throw new Error('The entry is not what was packed.');
  return bytes;
}
