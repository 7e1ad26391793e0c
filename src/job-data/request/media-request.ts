// The JSON of a request with files in it: their bytes become base64 while they are copied into place.

import type { JsonObject } from '../../core/json.ts';
import { GUESSED_BYTES_PER_TOKEN } from '../../core/money/estimate.ts';
import { base64Bytes, emptySource, guessedMediaTokens, sourceById } from '../../core/source/media.ts';
import type { Attachment } from '../rows/attachments.ts';

/** A multiple of three, so that the pieces of base64 join without padding. */
const PIECE_BYTES = 3 * 64 * 1024;

export interface MediaRequest {
  /** Exactly as planned: a document that is named by its id has the sha256 of its bytes there. */
  bytes: Buffer;
  /** The bytes of text that would have as many tokens. */
  weightBytes: number;
  /** How long it is with the bytes of all its files. */
  wholeBytes: number;
  /** The params with the bytes of all files, to be counted where nothing was uploaded. */
  readWhole(): JsonObject;
}

/**
 * @param json of the request, with the empty sources of its files in their order
 * @returns the request with the files filled in; null when none of them is sent as bytes or by its id
 */
export function withMedia(
  json: string,
  attachments: readonly Attachment[],
  model: string,
): MediaRequest | null {
  const files = attachments.filter(({ media }) => media !== null);
  if (files.length === 0) return null;
  const jsonBytes = Buffer.byteLength(json);
  const tokens = files.reduce((sum, { media }) => sum + (media ? guessedMediaTokens(media, model) : 0), 0);
  const bytes = fill(json, files, false);
  return {
    bytes,
    weightBytes: jsonBytes + tokens * GUESSED_BYTES_PER_TOKEN,
    wholeBytes:
      jsonBytes + files.reduce((sum, { media }) => sum + base64Bytes(media ? media.sizeBytes : 0), 0),
    readWhole: () => paramsIn(files.some(({ byId }) => byId !== null) ? fill(json, files, true) : bytes),
  };
}

/** Quotes in texts are escaped, so nothing but a source itself can be taken for it. */
function fill(json: string, files: readonly Attachment[], isWhole: boolean): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  for (const { media, byId, bytes } of files) {
    if (media === null) continue;
    const source = JSON.stringify(emptySource(media.type));
    const start = json.indexOf(source, from);
    if (start < 0) throw new Error('The request has no place for its file.');
    const isById = byId !== null && !isWhole;
    const place = start + source.length - '"}'.length;
    parts.push(Buffer.from(json.slice(from, isById ? start : place)));
    parts.push(isById ? Buffer.from(JSON.stringify(sourceById(byId))) : base64Of(bytes()));
    from = isById ? start + source.length : place;
  }
  parts.push(Buffer.from(json.slice(from)));
  return Buffer.concat(parts);
}

function base64Of(file: Buffer): Buffer {
  const out = Buffer.allocUnsafe(base64Bytes(file.length));
  let at = 0;
  for (let from = 0; from < file.length; from += PIECE_BYTES)
    at += out.write(file.toString('base64', from, from + PIECE_BYTES), at, 'latin1');
  return out;
}

/** @returns the params of a request, read back from its bytes */
export function paramsIn(bytes: Uint8Array): JsonObject {
  const { params } = JSON.parse(Buffer.from(bytes).toString('utf8')) as { params: JsonObject };
  return params;
}
