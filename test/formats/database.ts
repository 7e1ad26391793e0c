// A small real SQLite database, made for a test and given as bytes.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteFile } from '../../src/sqlite-file.ts';

/** @returns the bytes of a database after these statements */
export function databaseOf(sql: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'database-'));
  const path = join(folder, 'made.sqlite');
  try {
    const file = openSqliteFile(path);
    file.exec(sql);
    file.close();
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
