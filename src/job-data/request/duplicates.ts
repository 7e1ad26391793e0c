// Finds rows that give the same request as an earlier one, but for their custom_id: those are sent once.
import { crc32 } from 'node:zlib';
import type { JobFile } from '../job-file.ts';
import type { StoredRow } from '../rows/stored-rows.ts';
import { createRowRenderer, type Renderer } from './render.ts';
import { sharedBytes } from './splice.ts';

export interface DuplicateFinder {
  /**
   * To be called with every row that may be sent, in order.
   * @param bytes the row's request
   * @returns the number of the first row with the same request, or null when it is the first one itself
   */
  firstLike(row: StoredRow, bytes: Uint8Array): number | null;
}

/**
 * A checksum only says where to look; whether two requests are the same is decided by their bytes.
 * @param rows how many there are at most: the table of checksums has eight bytes for each of up to twice as many
 */
export function createDuplicateFinder(file: JobFile, renderer: Renderer, rows: number): DuplicateFinder {
  const shared = sharedBytes(renderer);
  const requestOf = createRequestReader(file, renderer);
  const places = 2 ** Math.ceil(Math.log2(Math.max(16, rows * 1.5)));
  const checksums = new Uint32Array(places);
  /** 0: the place is free. */
  const seqs = new Uint32Array(places);

  return {
    firstLike({ seq }, bytes) {
      const start = paramsStart(bytes);
      // What all requests have in common says nothing about them.
      const checksum = crc32(bytes.subarray(Math.min(start + shared, bytes.length)), bytes.length - start);
      let place = checksum & (places - 1);
      for (; seqs[place] !== 0; place = (place + 1) & (places - 1)) {
        const earlier = seqs[place] ?? 0;
        if (checksums[place] === checksum && isSame(requestOf(earlier), bytes, start)) return earlier;
      }
      checksums[place] = checksum;
      seqs[place] = seq;
      return null;
    },
  };
}

/** Renders an earlier row again, apart from the row that it is compared with; the last one is kept for runs of the same. */
function createRequestReader(file: JobFile, renderer: Renderer): (seq: number) => Uint8Array {
  const render = createRowRenderer(renderer);
  const select = file.prepare<[number], { line: number; json: Buffer }>(
    'SELECT line, CAST(cells AS BLOB) AS json FROM row WHERE seq = ?',
  );
  let last: { seq: number; bytes: Uint8Array } | null = null;
  return (seq) => {
    if (last?.seq === seq) return last.bytes;
    const row = select.get(seq);
    const rendered = row === undefined ? null : render({ seq, ...row });
    if (!rendered?.ok) throw new Error(`Row ${seq} can no longer be rendered.`);
    last = { seq, bytes: rendered.bytes };
    return last.bytes;
  };
}

const ID_START = '{"custom_id":"'.length;
const QUOTE = 0x22;

/** Where the custom_id has ended; it has no quote in it. */
function paramsStart(bytes: Uint8Array): number {
  return bytes.indexOf(QUOTE, ID_START);
}

function isSame(earlier: Uint8Array, bytes: Uint8Array, start: number): boolean {
  const earlierStart = paramsStart(earlier);
  return (
    earlier.length - earlierStart === bytes.length - start &&
    Buffer.compare(earlier.subarray(earlierStart), bytes.subarray(start)) === 0
  );
}
