// The contract of every reader: a file on disk in, a table of rows out, lazily and page by page.

import type { FormatName, Settings, Split } from '../core/draft/settings.ts';
import { UserError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import type { Problem } from '../core/source/problem.ts';
import type { Encoding } from './detect/decode.ts';

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

/** A file on disk, as far as it was looked at. */
export interface SourceFile {
  path: string;
  name: string;
  /** Its first 256 KB. */
  start: Buffer;
  /** null when its bytes are no text. */
  text: { encoding: Encoding; sample: string } | null;
}

/** What a person may decide instead of the file itself; null: the file decides. */
export type Wanted = Pick<Settings, 'format' | 'split' | 'sheet' | 'query'>;

export interface Reader {
  name: FormatName;
  /**
   * Opens a file and reads as much as is needed to know its columns.
   * @throws UserError when the file as a whole cannot be used
   */
  open(source: SourceFile, wanted: Wanted): Promise<Table>;
}

/** @returns the encoding of a text file and its beginning. @throws UserError when its bytes are no text */
export function textOf({ text, name }: SourceFile): { encoding: Encoding; sample: string } {
  if (text !== null) return text;
  throw new UserError(
    'binary-file',
    `${name} is binary, so it cannot be read as text.`,
    'Choose another format, or leave it to me to look at the file.',
  );
}
