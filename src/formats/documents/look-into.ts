// What a file that was dropped holds, by its first bytes and the names inside of an archive: documents, or something else.
import { open } from 'node:fs/promises';
import type { FormatName } from '../../core/draft/settings.ts';
import type { ZipLimits } from '../detect/check-zip.ts';
import { type ArchiveKind, archiveKindOf, kindOf } from './kind.ts';

export interface NamedFile {
  path: string;
  name: string;
}

/** More than a table may unpack to: photos are large. Repetition is no matter, each file is unpacked by itself. */
export const ARCHIVE_LIMITS: ZipLimits = {
  entries: 5000,
  totalBytes: 1_000_000_000,
  ratio: Number.POSITIVE_INFINITY,
  ratioFromBytes: 0,
};

/** @returns whether a file that came alone holds documents rather than a table or text. @throws UserError for a damaged archive */
export async function holdsDocuments({ path }: NamedFile, format: FormatName | null): Promise<boolean> {
  if (format !== null) return format === 'documents';
  const kind = kindOf(await readStart(path));
  if (kind !== 'zip') return kind !== 'other';
  const archiveKind = await lookInto(path);
  return archiveKind === 'docx' || archiveKind === 'archive';
}

/** @returns whether a file is an archive of documents, rather than a document that is packed like one */
export async function isArchive({ path }: NamedFile): Promise<boolean> {
  return kindOf(await readStart(path)) === 'zip' && (await lookInto(path)) === 'archive';
}

async function lookInto(path: string): Promise<ArchiveKind> {
  const { checkZip } = await import('../detect/check-zip.ts');
  const entries = await checkZip(path, ARCHIVE_LIMITS);
  return archiveKindOf(entries.map(({ name }) => name));
}

const START_BYTES = 64;

async function readStart(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(START_BYTES), 0, START_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
