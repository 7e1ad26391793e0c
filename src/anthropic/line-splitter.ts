// Cuts a stream of bytes into lines at \n alone: \r and U+2028 may stand inside JSON.

const NEWLINE = 10;

export interface LineSplitter {
  /** @returns the lines that end in this chunk, without their \n; null for one that is too long to be read */
  push(chunk: Buffer): (Buffer | null)[];
  /** @returns what follows the last \n; empty when nothing does */
  rest(): Buffer | null;
}

/** @param longestBytes a line longer than this is passed over, not kept */
export function createLineSplitter(longestBytes: number): LineSplitter {
  let parts: Buffer[] = [];
  let bytes = 0;

  function keep(part: Buffer): void {
    bytes += part.length;
    if (bytes > longestBytes) parts = [];
    else if (part.length > 0) parts.push(part);
  }
  function take(): Buffer | null {
    const [only, another] = parts;
    const line = bytes > longestBytes ? null : only && !another ? only : Buffer.concat(parts);
    parts = [];
    bytes = 0;
    return line;
  }

  return {
    push(chunk) {
      const lines: (Buffer | null)[] = [];
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
        keep(chunk.subarray(start, end));
        lines.push(take());
        start = end + 1;
      }
      keep(chunk.subarray(start));
      return lines;
    },
    rest: take,
  };
}
