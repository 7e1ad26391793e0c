// One connection to a SQLite file, as durable as money asks for.
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { openSqliteFile, type SqliteFile } from '../sqlite-file.ts';

/** FULL: what guards money must survive a power cut, for a quarter of a millisecond a write. */
const PRAGMAS = ['busy_timeout = 2000', 'journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON'];

/** Opens a file, making it and its folder when they are not there. @throws when it is no SQLite database */
export async function connect(path: string): Promise<SqliteFile> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSqliteFile(path);
  try {
    for (const pragma of PRAGMAS) file.exec(`PRAGMA ${pragma}`);
  } catch (error) {
    file.close();
    throw error;
  }
  return file;
}
