// SQLite databases: one table, or what one SELECT gives.
import { UserError } from '../../core/errors.ts';
import { isSqlite } from '../detect/binary-format.ts';
import type { Page, Reader } from '../reader.ts';
import { DATABASE_LIMITS, openDatabase } from '../sqlite/open-database.ts';
import { copyWithoutWal, writesAhead } from '../sqlite/without-wal.ts';

/** @returns the reader of databases under these limits */
export function createSqliteReader(limits = DATABASE_LIMITS): Reader {
  return {
    name: 'sqlite',
    async open({ path, name, start }, { query: wanted }) {
      if (!isSqlite(start)) throw notSqlite(name);
      if (!writesAhead(start)) return openDatabase({ path, wanted, isUploaded: true }, limits);
      const copy = await copyWithoutWal(path);
      try {
        const table = await openDatabase({ path: copy.path, wanted, isUploaded: true }, limits);
        table.notes.push(WRITES_AHEAD);
        return { ...table, pages: thenRemove(table.pages, copy) };
      } catch (error) {
        await copy.remove();
        throw error;
      }
    },
  };
}

export const sqlite = createSqliteReader();

const WRITES_AHEAD =
  'The database keeps its newest changes in a file beside it (-wal); what stands only there is missing here.';

async function* thenRemove(
  pages: AsyncIterable<Page>,
  copy: { remove(): Promise<void> },
): AsyncGenerator<Page> {
  try {
    yield* pages;
  } finally {
    await copy.remove();
  }
}

function notSqlite(name: string): UserError {
  return new UserError(
    'not-sqlite',
    `${name} is no SQLite database.`,
    'Leave the format out and I look at the file.',
  );
}
