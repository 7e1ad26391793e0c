// The process that opens databases: a query that never ends, or a file made to do harm, takes nothing else with it.
import { serve } from '../../child/serve.ts';
import { UserError } from '../../core/errors.ts';
import type { Json } from '../../core/json.ts';
import { LONGEST_CHARS } from '../read/lines.ts';
import { toCell, type Value } from './cells.ts';
import { findSelect } from './find-select.ts';
import { damaged, openGuarded } from './open-guarded.ts';

export interface OpenMessage {
  path: string;
  wanted: string | null;
  /** What SQLite says of a person's file is told in their words; of the operator's it is left to whoever opened it. */
  isUploaded: boolean;
}

/** The last has `isLast`. */
export interface RowsMessage {
  /** null in place of a row that is too long. */
  rows: (Json[] | null)[];
  /** Positions of columns that hold bytes which are no text. */
  binaryColumns: number[];
  isLast: boolean;
  /** How much there is in it. */
  chars: number;
}

const PAGE_ROWS = 500;
const PAGE_CHARS = 4_000_000;

let rows: Iterator<Value[]> | null = null;
let isPersons = true;

function open({ path, wanted, isUploaded }: OpenMessage): string[] {
  isPersons = isUploaded;
  const file = openGuarded(path, isUploaded);
  const text = findSelect(file, wanted);
  const select = prepared(() => file.prepare<[], Value[]>(text));
  if (!select.reader || !select.readonly) throw notOneSelect();
  rows = select.raw().safeIntegers().iterate();
  return select.columns().map(({ name }) => name);
}

function prepared<T>(prepare: () => T): T {
  try {
    return prepare();
  } catch (error) {
    throw error instanceof RangeError ? notOneSelect() : error;
  }
}

function notOneSelect(): UserError {
  return new UserError(
    'not-one-select',
    'Only one SELECT can be read, and nothing that changes a database.',
    'Take out everything else, a second statement too.',
  );
}

function refusedQuery(error: unknown): UserError {
  const reason = error instanceof Error ? error.message.slice(0, 300) : '';
  return new UserError(
    'query',
    `SQLite does not take this query: ${reason}.`,
    'Mend it and type the command again.',
    { cause: error },
  );
}

function nextRows(): RowsMessage {
  const page: RowsMessage = { rows: [], binaryColumns: [], isLast: false, chars: 0 };
  const binary = new Set<number>();
  let chars = 0;
  while (page.rows.length < PAGE_ROWS && chars < PAGE_CHARS) {
    const next = rows?.next();
    if (next === undefined || next.done) {
      page.isLast = true;
      break;
    }
    let length = 0;
    const cells = next.value.map((value, index) => {
      const cell = toCell(value);
      if (cell === undefined) binary.add(index);
      length += typeof cell === 'string' ? cell.length : 8;
      return cell ?? null;
    });
    const isTooLong = length > LONGEST_CHARS;
    page.rows.push(isTooLong ? null : cells);
    chars += isTooLong ? 0 : length;
  }
  page.binaryColumns = [...binary];
  page.chars = chars;
  return page;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Codes of a file that is none, is damaged, or says other than it is. */
const DAMAGED = /^SQLITE_(CORRUPT|NOTADB|IOERR|CANTOPEN|FORMAT|PROTOCOL|SCHEMA)/;

serve<OpenMessage | 'next'>(async (message) => {
  try {
    return message === 'next' ? nextRows() : open(message);
  } catch (error) {
    const code = codeOf(error);
    if (!isPersons || !code.startsWith('SQLITE_')) throw error;
    throw DAMAGED.test(code) ? damaged(error) : refusedQuery(error);
  }
});
