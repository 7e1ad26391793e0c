// The JSON of a request with a file in it: the file's bytes become base64 while they are copied into place.

import type { JsonObject } from '../../core/json.ts';
import { GUESSED_BYTES_PER_TOKEN } from '../../core/money/estimate.ts';
import { base64Bytes, emptyBlock, guessedMediaTokens, type MediaType } from '../../core/source/media.ts';
import type { Attachment } from '../rows/attachments.ts';

/** A multiple of three, so that the pieces of base64 join without padding. */
const PIECE_BYTES = 3 * 64 * 1024;

/**
 * @param json of the request, with the empty block of its file
 * @returns its exact bytes with the file filled in, and the bytes of text that would have as many tokens; null without a file
 */
export function withMedia(
  json: string,
  { media, bytes }: Attachment,
  model: string,
): { bytes: Buffer; weightBytes: number } | null {
  if (media === null) return null;
  const tokens = guessedMediaTokens(media, model);
  return {
    bytes: fillBlock(json, media.type, bytes()),
    weightBytes: Buffer.byteLength(json) + tokens * GUESSED_BYTES_PER_TOKEN,
  };
}

/** Quotes in texts are escaped, so nothing but the block itself can be taken for it. */
function fillBlock(json: string, type: MediaType, file: Buffer): Buffer {
  const block = JSON.stringify(emptyBlock(type));
  const start = json.indexOf(block);
  if (start < 0) throw new Error('The request has no place for its file.');
  const place = start + block.length - '"}}'.length;
  const out = Buffer.allocUnsafe(Buffer.byteLength(json) + base64Bytes(file.length));
  let at = out.write(json.slice(0, place));
  for (let from = 0; from < file.length; from += PIECE_BYTES)
    at += out.write(file.toString('base64', from, from + PIECE_BYTES), at, 'latin1');
  out.write(json.slice(place), at);
  return out;
}

/** @returns the params of a request, read back from its bytes */
export function paramsIn(bytes: Uint8Array): JsonObject {
  const { params } = JSON.parse(Buffer.from(bytes).toString('utf8')) as { params: JsonObject };
  return params;
}
