// Files that go to Claude as they are: their kinds, what the API takes of them, and what they cost.
import type { Json, JsonObject } from '../json.ts';

export type MediaType = 'application/pdf' | 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';

/** What is known of such a file without its bytes. */
export interface Media {
  type: MediaType;
  sizeBytes: number;
  /** Of a PDF. */
  pages: number | null;
  /** Of an image, in pixels. */
  width: number | null;
  height: number | null;
}

/** Why a document cannot be sent: a stable kebab-case name and a plain sentence. */
export interface DocumentProblem {
  code: string;
  text: string;
}

/** Of one image in base64, and of a whole request (platform.claude.com: vision, pdf-support); MB or MiB is not said. */
const MOST_IMAGE_BASE64_BYTES = 10_000_000;
export const MOST_REQUEST_BYTES = 32_000_000;
const MOST_PIXELS_A_SIDE = 8000;
const MOST_PAGES = 600;
/** Of models with a context of less than a million tokens. */
const MOST_PAGES_SHORT_CONTEXT = 100;
const LONG_CONTEXT_TOKENS = 1_000_000;

/** @returns the bytes of base64 that so many bytes become */
export function base64Bytes(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

/** @returns why no model takes this file, told before its bytes are kept; null when nothing is known to be wrong */
export function mediaProblem({ type, sizeBytes, width, height }: Media): DocumentProblem | null {
  const encoded = base64Bytes(sizeBytes);
  if (type === 'application/pdf') {
    if (encoded <= MOST_REQUEST_BYTES) return null;
    return tooLarge(sizeBytes, 'at most 24 MB of PDF fit into one request. Split it and drop its parts.');
  }
  if (encoded > MOST_IMAGE_BASE64_BYTES)
    return tooLarge(sizeBytes, 'an image may have 7.5 MB. Make it smaller and drop it again.');
  if (width === null || height === null || width === 0 || height === 0)
    return { code: 'broken-image', text: 'The image is damaged. Save it anew and drop it again.' };
  if (Math.max(width, height) <= MOST_PIXELS_A_SIDE) return null;
  const most = MOST_PIXELS_A_SIDE.toLocaleString('en-US');
  return {
    code: 'image-too-wide',
    text: `The image has ${width} × ${height} pixels, but a side may have ${most}. Make it smaller and drop it again.`,
  };
}

function tooLarge(sizeBytes: number, rest: string): DocumentProblem {
  const megabytes = Math.ceil(sizeBytes / 100_000) / 10;
  return { code: 'document-too-large', text: `The file has ${megabytes} MB; ${rest}` };
}

/**
 * @param contextTokens of the model; null when the API could not be asked
 * @returns why this model does not take the file; null when nothing is known to be wrong
 */
export function modelMediaProblem({ pages }: Media, contextTokens: number | null): DocumentProblem | null {
  const isShort = contextTokens !== null && contextTokens < LONG_CONTEXT_TOKENS;
  const most = isShort ? MOST_PAGES_SHORT_CONTEXT : MOST_PAGES;
  if (pages === null || pages <= most) return null;
  const next = isShort
    ? 'Choose a model with a longer context, or split it.'
    : 'Split it and drop its parts.';
  return {
    code: 'too-many-pages',
    text: `The PDF has ${pages} pages, but this model takes ${most} at most. ${next}`,
  };
}

/** @returns the source of a file without its bytes, which are filled in as the request is written */
export function emptySource(type: MediaType): JsonObject {
  return { type: 'base64', media_type: type, data: '' };
}

/** @param fileId as Anthropic gave it, or what stands for it until then */
export function sourceById(fileId: string): JsonObject {
  return { type: 'file', file_id: fileId };
}

/** A file or a text that is sent before a prompt. */
export interface ContentFile {
  /** null when nobody has to tell it from others. */
  name: string | null;
  media: Media | null;
  text: string;
}

/** @returns the content of a message: the files first, as platform.claude.com advises, and what is asked of them */
export function mediaContent(files: readonly ContentFile[], prompt: string): Json {
  return [...files.map(blockOf), { type: 'text', text: prompt.trimEnd() }];
}

/** The API's limit of a title. */
const MOST_TITLE_CHARS = 500;

function blockOf({ name, media, text }: ContentFile): JsonObject {
  const title = name === null ? {} : { title: name.slice(0, MOST_TITLE_CHARS) };
  if (media === null)
    return { type: 'document', ...title, source: { type: 'text', media_type: 'text/plain', data: text } };
  const source = emptySource(media.type);
  return media.type === 'application/pdf'
    ? { type: 'document', ...title, source }
    : { type: 'image', source };
}

/** Of a page, its text and its picture together: the upper end of 1,500 to 3,000 (platform.claude.com: pdf-support). */
const TOKENS_PER_PAGE = 3000;
/** An image costs a token for each square of so many pixels a side, up to a number that grew with Claude 4.7. */
const SQUARE_PIXELS = 28;
const MOST_IMAGE_TOKENS = { since47: 4784, before47: 1568 };

/** @returns a guess at the tokens of a file, more likely too high than too low; see platform.claude.com: vision, pdf-support */
export function guessedMediaTokens({ pages, width, height }: Media, model: string): number {
  if (pages !== null) return pages * TOKENS_PER_PAGE;
  const most = isBefore47(model) ? MOST_IMAGE_TOKENS.before47 : MOST_IMAGE_TOKENS.since47;
  const squares = Math.ceil((width ?? 0) / SQUARE_PIXELS) * Math.ceil((height ?? 0) / SQUARE_PIXELS);
  return Math.min(squares, most);
}

/** Ids since Claude 4 end in their version, e.g. claude-haiku-4-5; those before begin with it. */
function isBefore47(model: string): boolean {
  const version = /-(\d)(?:-(\d))?(?:-\d{8})?$/.exec(model);
  if (version === null) return model.startsWith('claude-3');
  return Number(version[1]) * 10 + Number(version[2] ?? 0) < 47;
}
