// What a ZIP archive says of itself, read without unpacking anything: the names and sizes of its entries, or why it is refused.
import type { Entry, ZipFile } from 'yauzl';
import { UserError } from '../../core/errors.ts';
import { openZip } from './open-zip.ts';

/** An entry as the archive announces it; what is unpacked later has to be held to `bytes`, because an archive may lie. */
export interface ZipEntry {
  name: string;
  /** Announced size once unpacked. */
  bytes: number;
  packedBytes: number;
  isEncrypted: boolean;
}

export interface ZipLimits {
  entries: number;
  /** Of all entries together, unpacked. */
  totalBytes: number;
  /** Unpacked size ÷ packed size of any one entry above `ratioFromBytes`. */
  ratio: number;
  /** Entries up to this size may be as empty as they like. */
  ratioFromBytes: number;
}

/** A real workbook stays far below each of them; together with a worker's caps they bound time and memory. */
export const ZIP_LIMITS: ZipLimits = {
  entries: 2_000,
  totalBytes: 200_000_000,
  ratio: 200,
  ratioFromBytes: 1_000_000,
};

/**
 * Reads the list of entries, a few milliseconds even for thousands.
 * @param source path or bytes of an archive, or of a document that is one (XLSX, DOCX, ODS)
 * @returns every entry; folders are entries whose names end with a slash
 * @throws UserError when the archive is damaged, or announces more than the limits allow
 */
export async function checkZip(source: string | Buffer, limits: ZipLimits = ZIP_LIMITS): Promise<ZipEntry[]> {
  const zip = await openZip(source).catch((error: unknown) => {
    throw brokenZip(error);
  });
  try {
    if (zip.entryCount > limits.entries) throw tooManyEntries(limits.entries);
    return await readEntries(zip, limits);
  } finally {
    zip.close();
  }
}

async function readEntries(zip: ZipFile, limits: ZipLimits): Promise<ZipEntry[]> {
  const found: ZipEntry[] = [];
  let totalBytes = 0;
  for await (const entry of eachEntry(zip)) {
    totalBytes += entry.bytes;
    const isBomb = entry.bytes > limits.ratioFromBytes && entry.bytes > limits.ratio * entry.packedBytes;
    if (totalBytes > limits.totalBytes || isBomb) throw tooLarge(limits.totalBytes);
    found.push(entry);
  }
  return found;
}

async function* eachEntry(zip: ZipFile): AsyncGenerator<ZipEntry> {
  const entries = zip.eachEntry();
  for (;;) {
    const next = await entries.next().catch((error: unknown) => {
      throw brokenZip(error);
    });
    if (next.done) return;
    yield toZipEntry(next.value);
  }
}

function toZipEntry(entry: Entry): ZipEntry {
  return {
    name: entry.fileName,
    bytes: entry.uncompressedSize,
    packedBytes: entry.compressedSize,
    isEncrypted: entry.isEncrypted(),
  };
}

/** A disk that fails is no fault of the file. */
function brokenZip(error: unknown): unknown {
  if (error instanceof Error && 'errno' in error) return error;
  return new UserError(
    'broken-zip',
    'The file is damaged or was not uploaded whole: it is packed, and its table of contents cannot be read.',
    'Save it again and drop the new file.',
    { cause: error },
  );
}

function tooManyEntries(most: number): UserError {
  return new UserError(
    'zip-too-large',
    `The file holds more than ${most.toLocaleString('en-US')} parts.`,
    'Drop the parts that you need, in smaller files.',
  );
}

function tooLarge(mostBytes: number): UserError {
  return new UserError(
    'zip-too-large',
    `Unpacked, the file would be far larger than it looks: more than ${Math.round(mostBytes / 1e6)} MB, or nothing but repetition.`,
    'Drop only what you need of it, unpacked or in smaller files.',
  );
}
