// What a kind of results table knows by itself; the rest is the same for all of them.
import type { ResultsTable } from '../../formats/write/results-table.ts';

export type TableParts = Pick<ResultsTable, 'columns' | 'headingIndex' | 'rows'> & {
  /** null: objects of the columns. */
  records: ResultsTable['records'] | null;
};
