// What people call a row: documents by the name of their file, all others by their line.
import { cellText } from '../../core/cell.ts';
import type { FormatName } from '../../core/draft/settings.ts';
import { cellsOf, type StoredRow } from './stored-rows.ts';

/** @returns a function that gives the name of a row's document; null in a job of other rows */
export function createNamer(format: FormatName): (row: StoredRow) => string | null {
  return format === 'documents' ? (row) => cellText(cellsOf(row)[0]) : () => null;
}
