// What people read of a results table when nobody chose columns: what a row is about, its answer, and what went wrong.
import { chosenColumns } from './chosen-columns.ts';
import type { TableParts } from './table-parts.ts';

/** @param fields how many columns the answer has. @returns these or the answer's text, never both; a table of failed rows as it is */
export function forReading(whole: TableParts, fields: number): TableParts {
  const ours = whole.columns.flatMap(({ isSource }, index) => (isSource ? [] : [index]));
  const [response, error] = ['response', 'error'].map((name) =>
    ours.find((index) => whole.columns[index]?.name === name),
  );
  if (response === undefined || error === undefined) return whole;
  const heading = whole.headingIndex === null ? [] : [whole.headingIndex];
  const answers = ours.slice(0, fields);
  const table = chosenColumns(whole, [...heading, ...answers, response, error]);
  if (fields === 0) return table;
  const first = heading.length;
  return {
    ...table,
    *rows() {
      for (const { id, cells } of table.rows()) {
        const isTold = cells.slice(first, first + fields).some((cell) => cell !== null);
        yield { id, cells: isTold ? cells.with(first + fields, null) : cells };
      }
    },
  };
}
