// Merged cells: what stands in the first of them belongs to all rows that they cover.
import { MOST_ROWS, parseCellRef } from './cell-ref.ts';
import type { CellValue, SheetRow } from './sheet-rows.ts';

export interface Merge {
  firstRow: number;
  lastRow: number;
  column: number;
}

const MERGE = /<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*["']([^"':]+):([^"':]+)["']/g;
/** Longer than any such tag. */
const OVERLAP_CHARS = 200;
const MOST_MERGES = 100_000;

/**
 * They stand behind the rows, so they are looked for before the rows are read.
 * @param chunks the sheet's part as text
 * @returns those that cover several rows, by their first
 */
export async function findMerges(chunks: AsyncIterable<string>): Promise<Merge[]> {
  const merges: Merge[] = [];
  let carried = '';
  for await (const chunk of chunks) {
    const text = carried + chunk;
    let done = 0;
    if (text.includes('mergeCell'))
      for (const found of text.matchAll(MERGE)) {
        done = found.index + found[0].length;
        const from = parseCellRef(found[1] ?? '');
        const to = parseCellRef(found[2] ?? '');
        if (from === null || to === null || to.row <= from.row || merges.length >= MOST_MERGES) continue;
        merges.push({ firstRow: from.row, lastRow: Math.min(to.row, MOST_ROWS), column: from.column });
      }
    carried = text.slice(Math.max(done, text.length - OVERLAP_CHARS));
  }
  return merges.sort((a, b) => a.firstRow - b.firstRow);
}

/** @returns what puts the value of merged cells into each row they cover; rows are given in their order */
export function createMergeFiller(merges: readonly Merge[]): (row: SheetRow) => void {
  const open = new Map<number, { lastRow: number; value: CellValue }>();
  let next = 0;
  return (row) => {
    for (const [column, { lastRow, value }] of open) {
      if (row.number > lastRow) open.delete(column);
      else if (!row.cells.has(column)) row.cells.set(column, value);
    }
    for (
      let merge = merges[next];
      merge !== undefined && merge.firstRow <= row.number;
      merge = merges[++next]
    ) {
      const value = row.cells.get(merge.column);
      if (merge.firstRow === row.number && value !== undefined)
        open.set(merge.column, { lastRow: merge.lastRow, value });
    }
  };
}
