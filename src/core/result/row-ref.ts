// Which row of a job a person means: a line as cards count them, one of several rows of a line, or a document by its name.
import { UserError } from '../errors.ts';

export type RowRef = { line: number; nth: number } | { file: string };

/**
 * @param isDocuments whether rows have names
 * @throws UserError for words that name no row
 */
export function readRowRef(text: string, isDocuments: boolean): RowRef {
  const word = text.trim();
  const match = /^(\d{1,9})(?:\.(\d{1,9}))?$/.exec(word);
  if (match !== null) return { line: Number(match[1]), nth: Number(match[2] ?? 1) };
  if (isDocuments && word !== '') return { file: word };
  throw new UserError(
    'no-line',
    `“${word}” is no line.`,
    isDocuments
      ? 'Type the name of a file of this job.'
      : 'Type it as the card counts lines, for example 17; where a line holds several rows, 17.3 is its third.',
  );
}
