// Some columns of a results table, in the order in which they are wanted.
import type { Column } from '../../formats/write/results-table.ts';
import type { TableParts } from './table-parts.ts';

/** @param chosen positions of columns. @returns the table of these alone */
export function chosenColumns(
  { columns, headingIndex, rows }: TableParts,
  chosen: readonly number[],
): TableParts {
  const heading = headingIndex === null ? -1 : chosen.indexOf(headingIndex);
  return {
    columns: chosen.map((index) => columns[index] as Column),
    headingIndex: heading < 0 ? null : heading,
    *rows() {
      for (const { id, cells } of rows()) yield { id, cells: chosen.map((index) => cells[index] ?? null) };
    },
    records: null,
  };
}
