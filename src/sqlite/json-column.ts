// Structures kept as JSON text; a row that cannot be read is one row's trouble, not everybody's.

import { UnreadableRow } from '../core/trouble/storage-trouble.ts';

/** Told about rows that were left out of a list because they cannot be read. */
export type OnProblem = (message: string) => void;

/**
 * @param fields some that every version has written: without them it is another structure
 * @returns the value of a JSON column. @throws UnreadableRow
 */
export function parseColumn<T>(row: string, column: string, text: string, fields?: string[]): T;
export function parseColumn<T>(row: string, column: string, text: string | null, fields?: string[]): T | null;
export function parseColumn<T>(
  row: string,
  column: string,
  text: string | null,
  fields: string[] = [],
): T | null {
  if (text === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UnreadableRow(`The column ${column} of ${row} cannot be read.`, { cause });
  }
  if (typeof value !== 'object' || value === null)
    throw new UnreadableRow(`The column ${column} of ${row} holds no structure.`);
  const missing = fields.find((field) => !Object.hasOwn(value, field));
  if (missing !== undefined) throw new UnreadableRow(`The column ${column} of ${row} has no ${missing}.`);
  return value as T;
}

/** @returns JSON text for a value; null and undefined as they are */
export function toColumn(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

/** Reads each row of a list, leaving out and reporting those that cannot be read. */
export function readEach<Row, T>(rows: Row[], read: (row: Row) => T, onProblem: OnProblem): T[] {
  return rows.flatMap((row) => {
    try {
      return [read(row)];
    } catch (error) {
      if (!(error instanceof UnreadableRow)) throw error;
      onProblem(error.message);
      return [];
    }
  });
}
