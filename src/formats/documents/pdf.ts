// A PDF as far as it has to be known before it is sent: that it can be opened, without a password, and its pages.
import type { Media } from '../../core/source/media.ts';
import { type DocumentContent, unusable } from './document.ts';
import type { PdfOpener } from './pdf-opener.ts';

/** @returns the PDF with its pages counted, or why it cannot be sent */
export async function readPdf(bytes: Buffer, pdfs: PdfOpener): Promise<DocumentContent> {
  const found = await pdfs.open(bytes);
  if (found === null) return TOO_HARD;
  if (found.isProtected) return PROTECTED;
  if (found.pages < 1) return BROKEN;
  const { pages } = found;
  const facts: Media = { type: 'application/pdf', sizeBytes: bytes.length, pages, width: null, height: null };
  return { text: '', media: { facts, bytes }, problem: null, readAs: null };
}

const PROTECTED = unusable(
  'protected-pdf',
  'The PDF is protected, and Anthropic takes only those that are not. Save it without protection and drop it again.',
);
const BROKEN = unusable('broken-pdf', 'The PDF is damaged. Save or print it to PDF anew and drop it again.');
const TOO_HARD = unusable(
  'too-hard-to-read',
  'Opening the PDF took too much time or memory. Save or print it to PDF anew and drop it again.',
);
