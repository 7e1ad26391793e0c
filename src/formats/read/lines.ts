// Text in chunks to lines: numbered from 1, and never longer in memory than one may be.

/** Longest line, row or paragraph that is read, in characters. */
export const LONGEST_CHARS = 10_000_000;

export interface Line {
  number: number;
  /** Without its line end; null when it is longer than LONGEST_CHARS. */
  text: string | null;
}

/**
 * @param chunks text, cut anywhere
 * @returns the lines, as many at a time as a chunk completes; a line end is \n, \r\n or \r
 */
export async function* splitLines(chunks: AsyncIterable<string>): AsyncGenerator<Line[]> {
  let number = 0;
  let open: string | null = '';
  let heldReturn = '';
  for await (const chunk of chunks) {
    const text = heldReturn + chunk;
    // A \r at the very end may be the first half of \r\n.
    heldReturn = text.endsWith('\r') ? '\r' : '';
    const pieces = (heldReturn === '' ? text : text.slice(0, -1)).split(/\r\n|\n|\r/);
    const last = pieces.pop() ?? '';
    const lines: Line[] = [];
    for (const piece of pieces) {
      lines.push({ number: ++number, text: longer(open, piece) });
      open = '';
    }
    open = longer(open, last);
    if (lines.length > 0) yield lines;
  }
  if (open !== '' || heldReturn !== '') yield [{ number: ++number, text: open }];
}

/** Joins the two, or gives up on a line that grows too long. */
function longer(open: string | null, piece: string): string | null {
  if (open === null || open.length + piece.length > LONGEST_CHARS) return null;
  return open === '' ? piece : open + piece;
}
