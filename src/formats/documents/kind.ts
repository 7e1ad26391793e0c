// What a document is, by its first bytes and never by its name.

export type DocumentKind = 'pdf' | 'png' | 'jpeg' | 'gif' | 'webp' | 'zip' | 'other';

/** First bytes, as Latin-1. */
const BEGINNINGS: readonly [string, DocumentKind][] = [
  ['%PDF-', 'pdf'],
  ['\x89PNG\r\n\x1a\n', 'png'],
  ['\xff\xd8\xff', 'jpeg'],
  ['GIF87a', 'gif'],
  ['GIF89a', 'gif'],
  ['PK\x03\x04', 'zip'],
  ['PK\x05\x06', 'zip'],
];

/** @param start the first bytes of the file, a dozen or more */
export function kindOf(start: Buffer): DocumentKind {
  const latin = start.toString('latin1', 0, 12);
  if (latin.startsWith('RIFF') && latin.endsWith('WEBP')) return 'webp';
  return BEGINNINGS.find(([beginning]) => latin.startsWith(beginning))?.[1] ?? 'other';
}

/** What a ZIP archive is, by the names of its entries: some programs keep one document in one. */
export type ArchiveKind = 'docx' | 'workbook' | 'office' | 'archive';

/** @param names of the archive's entries */
export function archiveKindOf(names: readonly string[]): ArchiveKind {
  if (names.includes('word/document.xml')) return 'docx';
  if (names.some((name) => name.startsWith('xl/'))) return 'workbook';
  const isOffice = names.includes('[Content_Types].xml') || names.includes('mimetype');
  return isOffice ? 'office' : 'archive';
}
