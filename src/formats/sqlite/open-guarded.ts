// Opens a database that somebody else made, so that it can do nothing but be read.
import { UserError } from '../../core/errors.ts';
import { openSqliteFileReadOnly, type SqliteFile } from '../../sqlite-file.ts';

/** https://www.sqlite.org/security.html: a schema may hold views and functions that were made to do harm. */
const DEFENCES = [
  'trusted_schema = OFF',
  'cell_size_check = ON',
  'mmap_size = 0',
  'query_only = ON',
  // What a query sorts counts as memory, which is limited, instead of filling the disk.
  'temp_store = MEMORY',
];

/**
 * @param isUploaded from a person: its pages are checked first
 * @throws UserError when it is damaged
 */
export function openGuarded(path: string, isUploaded: boolean): SqliteFile {
  const file = openSqliteFileReadOnly(path);
  for (const pragma of DEFENCES) file.exec(`PRAGMA ${pragma}`);
  if (isUploaded) {
    const [first] = file.prepare<[], { quick_check: string }>('PRAGMA quick_check(1)').all();
    if (first?.quick_check !== 'ok') throw damaged();
  }
  return file;
}

/** @returns what people are told when pages of a database cannot be read */
export function damaged(cause?: unknown): UserError {
  return new UserError(
    'database-damaged',
    'The database is damaged or not whole, so it is not read.',
    'Drop a sound copy, or export the table as CSV and drop that.',
    { cause },
  );
}
