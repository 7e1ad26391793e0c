// Values of a database as cells: no digit is lost, and bytes that are no text do not become text.
import { isUtf8 } from 'node:buffer';
import type { Json } from '../../core/json.ts';

/** What SQLite gives for a value when whole numbers are read as bigint. */
export type Value = null | bigint | number | string | Buffer;

/**
 * @returns the cell; undefined for bytes that are no text. Whole numbers of more digits than JSON keeps become text.
 */
export function toCell(value: Value): Json | undefined {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (value === null || typeof value === 'string') return value;
  return isText(value) ? value.toString('utf8') : undefined;
}

/** Text that was stored as a BLOB is common; a picture is not text. */
function isText(bytes: Buffer): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what tells bytes from text
  return isUtf8(bytes) && !/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(bytes.toString('latin1'));
}
