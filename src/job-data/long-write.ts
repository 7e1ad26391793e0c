// Many rows written in transactions of thousands: each costs as much as hundreds of rows, and one for all would hold them all.
import type { JobFile } from './job-file.ts';

export interface LongWrite {
  /** To be told after each portion of rows: ends the transaction when enough were written, and begins the next. */
  wrote(rows: number): void;
  /** Keeps what was written since. */
  commit(): void;
  /** Gives it up. */
  rollback(): void;
}

const ROWS_PER_TRANSACTION = 25_000;

/** Begins the first transaction. @param rowsPerTransaction Infinity: all or nothing */
export function beginLongWrite(file: JobFile, rowsPerTransaction = ROWS_PER_TRANSACTION): LongWrite {
  let written = 0;
  file.exec('BEGIN IMMEDIATE');

  /** SQLite itself ends a transaction that it cannot go on with, e.g. when the disk is full. */
  function end(how: 'COMMIT' | 'ROLLBACK'): void {
    if (file.inTransaction) file.exec(how);
  }

  return {
    wrote(rows) {
      written += rows;
      if (written < rowsPerTransaction) return;
      written = 0;
      file.exec('COMMIT');
      file.exec('BEGIN IMMEDIATE');
    },
    commit: () => end('COMMIT'),
    rollback: () => end('ROLLBACK'),
  };
}
