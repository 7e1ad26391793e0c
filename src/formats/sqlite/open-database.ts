// A SQLite database as a table: read by a process of its own, which is killed when it overruns.
import { type Child, ChildLost, startChild } from '../../child/child.ts';
import { UserError } from '../../core/errors.ts';
import type { Problem } from '../../core/source/problem.ts';
import { readHeader } from '../read/columns.ts';
import { LONGEST_CHARS } from '../read/lines.ts';
import { toPages } from '../read/pages.ts';
import type { Row, Table } from '../reader.ts';
import type { OpenMessage, RowsMessage } from './child.ts';

export interface DatabaseLimits {
  /** Until the columns are known, the look for damage included. */
  openMs: number;
  /** Until the next rows come. */
  pageMs: number;
  rows: number;
  chars: number;
  memoryMb: number;
}

/** A query can give more rows than any table has, so they are counted. */
export const DATABASE_LIMITS: DatabaseLimits = {
  openMs: 20_000,
  pageMs: 5000,
  rows: 5_000_000,
  chars: 2_000_000_000,
  memoryMb: 400,
};

/** @throws UserError when it cannot be read, or what is wanted is not in it */
export async function openDatabase(
  source: OpenMessage,
  limits: DatabaseLimits = DATABASE_LIMITS,
): Promise<Table> {
  const entry = import.meta.url.endsWith('.ts') ? './child.ts' : './child.js';
  const child = startChild(new URL(entry, import.meta.url), limits);
  try {
    const names = (await ask(child, source, limits.openMs)) as string[];
    const { columns, notes } = readHeader(names);
    const pages = toPages(readRows(child, limits, { columns, notes }));
    return { format: 'sqlite', split: null, readyMade: false, columns, notes, pages };
  } catch (error) {
    child.kill();
    throw error;
  }
}

async function* readRows(
  child: Child,
  limits: DatabaseLimits,
  { columns, notes }: Pick<Table, 'columns' | 'notes'>,
): AsyncGenerator<(Row | Problem)[]> {
  const binary = new Set<number>();
  let line = 0;
  let chars = 0;
  try {
    for (let isLast = false; !isLast; ) {
      const page = (await ask(child, 'next', limits.pageMs)) as RowsMessage;
      isLast = page.isLast;
      for (const index of page.binaryColumns) binary.add(index);
      const found = page.rows.map((cells) => {
        line += 1;
        return cells === null ? tooLong(line) : { line, cells };
      });
      chars += page.chars;
      if (line > limits.rows || chars > limits.chars) throw tooMuch();
      yield found;
    }
  } finally {
    child.kill();
  }
  for (const index of binary)
    notes.push(`The column ${columns[index]} holds bytes that are no text; such cells are left empty.`);
}

function ask(child: Child, message: unknown, limitMs: number): Promise<unknown> {
  return child.ask(message, limitMs).catch((error: unknown) => {
    if (!(error instanceof ChildLost)) throw error;
    throw new UserError(
      'database-too-hard',
      `Reading the database took too much ${error.reason}, so it was stopped.`,
      'Ask for fewer rows or columns, or export the table as CSV and drop that.',
      { cause: error },
    );
  });
}

function tooLong(line: number): Problem {
  const most = LONGEST_CHARS.toLocaleString('en-US');
  return { line, code: 'row-too-long', text: `The row is longer than ${most} characters.` };
}

function tooMuch(): UserError {
  return new UserError(
    'database-too-large',
    'The table or query gives more rows than can be read at once.',
    'Add a WHERE or a LIMIT to the query.',
  );
}
