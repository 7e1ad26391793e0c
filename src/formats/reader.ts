// The contract of every reader: a file on disk in, a table of rows out, lazily and page by page.
import type { Json } from '../core/json.ts';
import type { Problem } from '../core/problem.ts';
import type { FormatName, Split } from '../core/settings.ts';
import type { Encoding } from './decode.ts';

/** One row: its line in the file (counted from 1) and its cells in the order of the columns. */
export interface Row {
  line: number;
  cells: Json[];
}

/** A few hundred rows at a time, so that neither memory nor the event loop feels the size of the file. */
export interface Page {
  rows: Row[];
  problems: Problem[];
}

export interface Table {
  format: FormatName;
  split: Split | null;
  /** True when the rows are ready-made requests: columns are then exactly `custom_id`, `params`. */
  readyMade: boolean;
  /** Complete once the pages are read to the end (JSONL meets new keys on the way); earlier rows may be shorter. */
  columns: string[];
  /** Plain sentences on what was decided, e.g. 'Columns are separated by semicolons.' */
  notes: string[];
  pages: AsyncIterable<Page>;
}

export interface ReadOptions {
  encoding: Encoding;
  /** The beginning of the file as text. */
  sample: string;
  split: Split | null;
}

export interface Reader {
  name: FormatName;
  /**
   * Opens a file and reads as much as is needed to know its columns.
   * @param path a file on disk
   * @throws UserError when the file as a whole cannot be used
   */
  open(path: string, options: ReadOptions): Promise<Table>;
}
