// Where a cell is: B7 is row 7 and column 1.

/** As many as Excel has. */
export const MOST_ROWS = 1_048_576;
export const MOST_COLUMNS = 16_384;

export interface CellRef {
  /** Counted from 1, as people count. */
  row: number;
  /** Counted from 0. */
  column: number;
}

const REF = /^\$?([A-Z]{1,3})\$?([1-9]\d{0,6})$/i;

/** @returns the place, or null when there is none of that name */
export function parseCellRef(ref: string): CellRef | null {
  const [, letters = '', digits = ''] = REF.exec(ref) ?? [];
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  const row = Number(digits);
  return column < 1 || column > MOST_COLUMNS || row < 1 || row > MOST_ROWS
    ? null
    : { row, column: column - 1 };
}
