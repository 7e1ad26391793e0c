// Several files as one ZIP, streamed from disk to disk.
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** Writes the ZIP whole; what is large gets 64-bit sizes by itself. */
export async function packFiles(
  files: readonly { path: string; name: string }[],
  path: string,
): Promise<void> {
  // Loaded when it is needed, as in write-xlsx.ts.
  const { ZipFile } = await import('yazl');
  const zip = new ZipFile();
  for (const file of files) zip.addFile(file.path, file.name);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path, { mode: 0o600, flush: true }));
}
