// Documents that go with the rows of a table: which row has which, and which of them travel once for all.
import type { Json } from '../json.ts';

/** What a cell may put between the names of several documents. */
const BETWEEN_NAMES = /[;,\n]/;

/** @returns how documents are told apart: upper case, lower case and white space around a name are no matter */
export function nameKey(name: string): string {
  return name.trim().toLowerCase().normalize('NFC');
}

/**
 * @param known the keys of all documents
 * @returns the keys of those that a cell names; none for an empty cell, null when it says anything else
 */
export function namedIn(cell: Json | undefined, known: ReadonlySet<string>): string[] | null {
  if (cell === null || cell === undefined) return [];
  if (typeof cell !== 'string') return null;
  const whole = nameKey(cell);
  if (whole === '') return [];
  if (known.has(whole)) return [whole];
  const names = cell.split(BETWEEN_NAMES).map(nameKey);
  return names.every((name) => known.has(name)) ? [...new Set(names)] : null;
}

/** Repeating fewer bytes than this over all requests of a job is no trouble for anybody. */
const MOST_REPEATED_BYTES = 10_000_000;

/** @returns whether the documents that several rows have are kept at Anthropic for a while, instead of going along with each row */
export function goesById(documents: readonly { sizeBytes: number; uses: number }[]): boolean {
  const repeated = documents.reduce((sum, { sizeBytes, uses }) => sum + (uses > 1 ? sizeBytes * uses : 0), 0);
  return repeated > MOST_REPEATED_BYTES;
}

/** @returns sentences for the card: which document goes with which row */
export function besideNotes(
  names: readonly string[],
  column: string | null,
  unused: readonly string[],
): string[] {
  const unusedNote = unused.length === 0 ? [] : [`No row names ${listed(unused)}, so it is sent with none.`];
  if (column === null) return [`Each row is sent with ${listed(names)}.`];
  return [`The column ${column} says which document each row is sent with.`, ...unusedNote];
}

const NAMES_SHOWN = 3;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_SHOWN);
  const others = names.length - shown.length;
  if (others > 0) return `${shown.join(', ')} and ${others} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
