// Puts the ids of documents where the plan has the sha256 of their bytes, without moving a byte.
import { sourceById } from '../../core/source/media.ts';

/**
 * The sha256 stands in the body that was planned, so its hash binds to the documents themselves; an id takes the same
 * room, as JSON may have white space behind a value. Quotes in texts are escaped, so no text can be taken for a source.
 * @param fileIds by the sha256 that stands for them
 * @returns what changes a chunk of whole requests in its place
 * @throws Error for an id that is longer than a sha256 in hex
 */
export function createIdFiller(fileIds: Readonly<Record<string, string>>): (chunk: Uint8Array) => void {
  const places = Object.entries(fileIds).map(([sha256, fileId]) => {
    const before = Buffer.from(sourceJson(sha256));
    const after = Buffer.from(sourceJson(fileId));
    if (after.length > before.length) throw new Error('The id of a file is longer than its place.');
    return { before, after: Buffer.concat([after, Buffer.alloc(before.length - after.length, ' ')]) };
  });
  return (chunk) => {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (const { before, after } of places) {
      for (let at = bytes.indexOf(before); at >= 0; at = bytes.indexOf(before, at + after.length))
        after.copy(bytes, at);
    }
  };
}

function sourceJson(id: string): string {
  return JSON.stringify(sourceById(id));
}
