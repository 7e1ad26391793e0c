// A database whose newest changes may stand in a -wal file beside it, and the copy that can be read without one.
import { constants, copyFile, open, rm } from 'node:fs/promises';

/** The bytes that say how a database is written and read: 2 with a -wal file, 1 without (sqlite.org/fileformat2.html). */
const VERSIONS_AT = 18;
const [LEGACY, WAL] = [1, 2];

/** @param start its first bytes @returns whether its changes go to a -wal file first */
export function writesAhead(start: Buffer): boolean {
  return start[VERSIONS_AT] === WAL || start[VERSIONS_AT + 1] === WAL;
}

/**
 * SQLite opens such a database only when it may make files beside it, even to read.
 * @returns a copy beside it that says that there is no such file, and what takes the copy away
 */
export async function copyWithoutWal(path: string): Promise<{ path: string; remove(): Promise<void> }> {
  const copy = `${path}.read`;
  await copyFile(path, copy, constants.COPYFILE_FICLONE);
  const file = await open(copy, 'r+');
  try {
    await file.write(Buffer.from([LEGACY, LEGACY]), 0, 2, VERSIONS_AT);
  } finally {
    await file.close();
  }
  return { path: copy, remove: () => rm(copy, { force: true }) };
}
