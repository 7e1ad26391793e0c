// Formats that are no text, known by their first bytes.
import type { FormatName } from '../../core/draft/settings.ts';

/** @returns whether a file begins as every SQLite 3 database does */
export function isSqlite(start: Buffer): boolean {
  return start.toString('latin1', 0, 16) === 'SQLite format 3\0';
}

/** @returns the format of a file that is no text; null when it has to be looked at as text */
export function binaryFormat(start: Buffer): FormatName | null {
  return isSqlite(start) ? 'sqlite' : null;
}
