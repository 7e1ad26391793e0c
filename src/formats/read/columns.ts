// The names of the columns: how many there may be, and what a header row makes of them.
import { UserError } from '../../core/errors.ts';

/** More is a file read with the wrong delimiter, or keys that are data. */
const MOST_COLUMNS = 500;

/** @throws UserError when a table has more than 500 columns */
export function checkColumnCount(count: number): void {
  if (count <= MOST_COLUMNS) return;
  throw new UserError(
    'too-many-columns',
    `The file has more than ${MOST_COLUMNS} columns.`,
    'Take out the ones that are not needed and drop it again.',
  );
}

/**
 * Names the columns by a header row: trimmed, and numbered where a name is missing.
 * @returns the names and a sentence for each one made up
 * @throws UserError when there are no names, too many, or one twice
 */
export function readHeader(cells: readonly string[]): { columns: string[]; notes: string[] } {
  const names = cells.map((cell) => cell.trim());
  if (names.every((name) => name === '')) throw noColumns();
  checkColumnCount(names.length);
  const notes: string[] = [];
  const columns = names.map((name, index) => {
    if (name !== '') return name;
    const made = freeName(`column_${index + 1}`, names);
    notes.push(`Column ${index + 1} has no name; it is called ${made}.`);
    return made;
  });
  refuseDuplicates(columns);
  return { columns, notes };
}

/** @returns the error for a table without a header row */
export function noColumns(): UserError {
  return new UserError(
    'no-columns',
    'The file has no header row.',
    'Put the names of the columns into its first line and drop it again.',
  );
}

function freeName(name: string, taken: readonly string[]): string {
  return taken.includes(name) ? freeName(`${name}_`, taken) : name;
}

function refuseDuplicates(columns: readonly string[]): void {
  const name = columns.find((one, index) => columns.indexOf(one) !== index);
  if (name === undefined) return;
  const places = columns.flatMap((one, index) => (one === name ? [index + 1] : []));
  throw new UserError(
    'duplicate-columns',
    `The column name “${name}” is used more than once: in columns ${listed(places)}.`,
    `Rename ${places.length === 2 ? 'one of them' : 'all but one'} and drop the file again.`,
  );
}

function listed(numbers: readonly number[]): string {
  return `${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`;
}
