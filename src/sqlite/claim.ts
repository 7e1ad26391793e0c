// One bot at a time uses a folder of data: a second one would take up the same jobs, and could send them twice.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../core/errors.ts';
import { openSqliteFile } from '../sqlite-file.ts';

export interface Claim {
  release(): void;
}

/** One that is being stopped is waited for as long as it may take. */
const PATIENCE_MS = 12_000;
const PAUSE_MS = 200;

/**
 * Holds the folder until it is released. The lock is the operating system's: it goes with a process that is killed.
 * @param onWait called once when another process has it
 * @throws UserError when that one keeps it
 */
export async function claimFolder(
  folder: string,
  onWait: () => void,
  patienceMs = PATIENCE_MS,
): Promise<Claim> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = openSqliteFile(join(folder, 'running.sqlite'));
  for (let waitedMs = 0; ; waitedMs += PAUSE_MS) {
    try {
      file.exec('PRAGMA busy_timeout = 0');
      file.exec('BEGIN EXCLUSIVE');
      return { release: () => void file.close() };
    } catch (error) {
      const isHeld =
        error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
      if (!isHeld || waitedMs >= patienceMs) {
        file.close();
        throw isHeld ? taken(folder) : error;
      }
      if (waitedMs === 0) onWait();
      await sleep(PAUSE_MS);
    }
  }
}

function taken(folder: string): UserError {
  return new UserError(
    'folder-taken',
    `Another process of the bot uses ${folder}, and two would send the same jobs.`,
    'Stop the other one, or give this one a DATA_DIR of its own.',
  );
}
