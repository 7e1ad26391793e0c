// The contract of every writer: a table of results in, a file on disk out, row by row.
import type { Json, JsonObject } from '../../core/json.ts';
import type { ResultsFormat } from '../../core/result/results-file.ts';

export interface Column {
  name: string;
  /** `decimal`: a number written as text, so that its digits stay. */
  type: 'text' | 'integer' | 'decimal';
  /** True for a column of the file that the rows came from. */
  isSource: boolean;
}

export interface TableRow {
  /** Unique among the rows. */
  id: string;
  /** In the order of the columns. */
  cells: readonly Json[];
}

export interface ResultsTable {
  /** e.g. 'products.csv: results of job #42'. */
  title: string;
  /** Lines that say what came of the whole. */
  summary: () => string[];
  columns: readonly Column[];
  /** The column that tells rows apart for a reader; null: their id does. */
  headingIndex: number | null;
  /** Lazily, in the rows' order; may be asked for again. */
  rows: () => Iterable<TableRow>;
  /** The same rows as objects, for formats that nest. */
  records: () => Iterable<TableRecord>;
  /** Bounds of what is to come. */
  extent: { rows: number; bytes: number };
}

export interface TableRecord {
  id: string;
  value: JsonObject;
}

export interface WriteOptions {
  /** Whether text that a spreadsheet program may take for a formula is made harmless where the format cannot do it by itself. */
  guardFormulas: boolean;
}

export interface Writer {
  name: ResultsFormat;
  /** Makes the file at the path, which holds nothing yet. */
  write(table: ResultsTable, path: string, options: WriteOptions): Promise<void>;
}
