// From the bytes of one file to a document.
import { type Media, type MediaType, mediaProblem } from '../../core/source/media.ts';
import { checkZip, ZIP_LIMITS } from '../detect/check-zip.ts';
import { type DocumentContent, unusable } from './document.ts';
import { readDocx } from './docx.ts';
import { gifSize, type ImageSize, jpegSize, pngSize, webpSize } from './image-size.ts';
import { type ArchiveKind, archiveKindOf, kindOf } from './kind.ts';
import { readPdf } from './pdf.ts';
import type { PdfOpener } from './pdf-opener.ts';
import { readPlainText } from './plain-text.ts';

type ImageKind = 'png' | 'jpeg' | 'gif' | 'webp';

const SIZES: Record<ImageKind, (bytes: Buffer) => ImageSize | null> = {
  png: pngSize,
  jpeg: jpegSize,
  gif: gifSize,
  webp: webpSize,
};

/** Above this nothing can be sent, so nothing is read. */
export const MOST_DOCUMENT_BYTES = 32_000_000;

/** @returns the document; one that cannot be sent says why, and never throws */
export async function readContent(bytes: Buffer, pdfs: PdfOpener): Promise<DocumentContent> {
  if (bytes.length === 0) return unusable('empty-file', 'The file is empty.');
  const kind = kindOf(bytes);
  switch (kind) {
    case 'pdf':
      return readPdfWithin(bytes, pdfs);
    case 'zip':
      return readZipped(bytes);
    case 'other':
      return readPlainText(bytes);
    default:
      return imageOf(kind, bytes);
  }
}

/** @returns a document that is too large to be read at all */
export function tooLargeContent(sizeBytes: number): DocumentContent {
  const megabytes = Math.round(sizeBytes / 1_000_000);
  return unusable(
    'document-too-large',
    `The file has ${megabytes} MB; a document may have ${MOST_DOCUMENT_BYTES / 1_000_000} MB at most. Split it and drop its parts.`,
  );
}

function readPdfWithin(bytes: Buffer, pdfs: PdfOpener): DocumentContent | Promise<DocumentContent> {
  const facts: Media = { ...NOTHING, type: 'application/pdf', sizeBytes: bytes.length };
  const problem = mediaProblem(facts);
  return problem === null ? readPdf(bytes, pdfs) : { text: '', media: null, problem, readAs: null };
}

const NOTHING = { pages: null, width: null, height: null };

function imageOf(kind: ImageKind, bytes: Buffer): DocumentContent {
  const type: MediaType = `image/${kind}`;
  const { width, height } = SIZES[kind](bytes) ?? NOTHING;
  const facts: Media = { type, sizeBytes: bytes.length, pages: null, width, height };
  const problem = mediaProblem(facts);
  return { text: '', media: problem === null ? { facts, bytes } : null, problem, readAs: null };
}

/** Only its table of contents is read here. */
async function readZipped(bytes: Buffer): Promise<DocumentContent> {
  const entries = await checkZip(bytes, ZIP_LIMITS).catch(() => null);
  if (entries === null) return BROKEN_ZIP;
  const kind = archiveKindOf(entries.map(({ name }) => name));
  return kind === 'docx' ? readDocx(bytes) : NO_DOCUMENTS[kind];
}

const BROKEN_ZIP = unusable(
  'broken-zip',
  'The file is damaged, or unpacks to far more than it looks. Save it anew and drop it again.',
);
const NO_DOCUMENTS: Record<Exclude<ArchiveKind, 'docx'>, DocumentContent> = {
  workbook: unusable(
    'table',
    'This is a workbook. Drop it in a message of its own: each of its rows is a request.',
  ),
  office: unusable('office', 'This kind of Office document cannot be read. Save it as PDF and drop that.'),
  archive: unusable(
    'nested-archive',
    'This is a ZIP archive inside another. Unpack it and drop the files inside.',
  ),
};
