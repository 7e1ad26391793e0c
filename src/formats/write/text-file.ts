// Text written to disk in pieces that are large enough to be fast and small enough for memory.
import { closeSync, fsyncSync, openSync, writeFileSync } from 'node:fs';

const WRITE_CHARS = 256 * 1024;

/** Writes pieces of text one after the other. @param path of a file that is made, or emptied */
export function writeText(path: string, pieces: Iterable<string>): void {
  const out = openSync(path, 'w', 0o600);
  try {
    let text = '';
    for (const piece of pieces) {
      text += piece;
      if (text.length < WRITE_CHARS) continue;
      writeFileSync(out, text);
      text = '';
    }
    writeFileSync(out, text);
    fsyncSync(out);
  } finally {
    closeSync(out);
  }
}
