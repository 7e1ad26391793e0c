// How long message batches stay unsure, from the attempt to send one until its outcome is known, read from the bot's own file.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

const LOOK_EVERY_MS = 250;

export interface UnsureWatch extends Disposable {
  /** The longest time so far. */
  longestMs(): number;
}

/** Looks until it is disposed of, whether the bot is alive or dead. */
export function watchUnsure(dataDir: string): UnsureWatch {
  const path = join(dataDir, 'data', 'control.sqlite');
  let longestMs = 0;
  const timer = setInterval(() => {
    longestMs = Math.max(longestMs, oldestAttempt(path));
  }, LOOK_EVERY_MS);
  return { longestMs: () => longestMs, [Symbol.dispose]: () => clearInterval(timer) };
}

/** @returns the age of the oldest attempt whose outcome is unknown, in ms; 0 without any, or while the file cannot be read */
function oldestAttempt(path: string): number {
  if (!existsSync(path)) return 0;
  try {
    const control = new Database(path, { readonly: true });
    try {
      const at = control
        .prepare("SELECT min(attempted_at) FROM batch WHERE state = 'submitting'")
        .pluck()
        .get() as number | null;
      return at === null ? 0 : Date.now() - at;
    } finally {
      control.close();
    }
  } catch {
    // Being created, or recovered from a kill; a look later counts this time too.
    return 0;
  }
}
