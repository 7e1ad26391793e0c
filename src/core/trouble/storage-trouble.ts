// What trouble of the bot's own disk and database means for people, and what they can do.
import type { Explanation } from './explain.ts';

/** Stored control data of one job or message that cannot be read; everything else goes on. */
export class UnreadableRow extends Error {
  override readonly name = 'UnreadableRow';
}

const NEXT = 'Try again in a few minutes; if it stays so, tell the operator of this bot';

const TROUBLES: [RegExp, Explanation][] = [
  [
    /^(ENOSPC|EDQUOT|SQLITE_FULL)$/,
    { message: 'The disk of this bot is full, so it can store nothing.', next: `${NEXT} to make room.` },
  ],
  [
    /^(EROFS|SQLITE_READONLY|SQLITE_READONLY_\w+)$/,
    {
      message: 'The disk of this bot is read-only at the moment, so it can store nothing.',
      next: `${NEXT} to make it writable.`,
    },
  ],
  [
    /^(SQLITE_BUSY|SQLITE_BUSY_\w+|SQLITE_LOCKED)$/,
    {
      message: 'The database of this bot is held by another program, so it can store nothing at the moment.',
      next: `${NEXT} to end what holds it, such as a backup.`,
    },
  ],
  [
    /^(EIO|SQLITE_IOERR|SQLITE_IOERR_\w+|SQLITE_CANTOPEN|SQLITE_CANTOPEN_\w+)$/,
    {
      message: 'The disk of this bot does not take what is written to it, so it can store nothing.',
      next: `${NEXT} to look at the disk.`,
    },
  ],
];

/** Errors that wrap others that wrap others are not followed for ever. */
const DEPTH = 5;

/** @returns what happened and what to do, by the codes of Node and SQLite; null when the error is of another kind */
export function storageTrouble(error: unknown): Explanation | null {
  let cause = error;
  for (let depth = 0; depth < DEPTH && cause instanceof Error; depth++) {
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
    const found = TROUBLES.find(([codes]) => codes.test(code));
    if (found) return found[1];
    cause = cause.cause;
  }
  return null;
}
