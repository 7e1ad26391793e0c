// Which character separates the columns, decided by the first records of a table.

export type Delimiter = ',' | ';' | '\t' | '|';

const NAMES: Record<Delimiter, string> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'vertical bars',
};
const CANDIDATES: readonly Delimiter[] = [',', ';', '\t', '|'];
const RECORDS = 50;

export interface DelimiterGuess {
  delimiter: Delimiter;
  /** Records looked at, up to 50. */
  records: number;
  /** Part of them that has as many columns as the first, 0 to 1. */
  evenness: number;
}

/**
 * @param sample the beginning of the file
 * @returns the delimiter that splits the records most evenly, or null when none stands in the first record
 */
export function guessDelimiter(sample: string): DelimiterGuess | null {
  const records = firstRecords(sample);
  let best: (DelimiterGuess & { first: number }) | null = null;
  for (const delimiter of CANDIDATES) {
    const counts = records.map((seen) => seen[delimiter]);
    const first = counts[0] ?? 0;
    if (first === 0) continue;
    // A last record cut by the end of the sample has too few; one with enough is whole.
    if (counts.length > 1 && counts.length < RECORDS && (counts.at(-1) ?? 0) < first) counts.pop();
    const evenness = counts.filter((count) => count === first).length / counts.length;
    const isBetter =
      best === null ||
      evenness > best.evenness ||
      // Among equals, the one that makes more columns.
      (evenness === best.evenness && first > best.first);
    if (isBetter) best = { delimiter, records: counts.length, evenness, first };
  }
  return best;
}

/** @returns how people call it, e.g. 'semicolons' */
export function delimiterName(delimiter: Delimiter): string {
  return NAMES[delimiter];
}

type Counts = Record<Delimiter, number>;

/** Counts the delimiters outside of quotes in each of the first records. */
function firstRecords(sample: string): Counts[] {
  const records: Counts[] = [];
  let seen: Counts = noneSeen();
  let isQuoted = false;
  let cellStart = 0;
  let recordStart = 0;
  for (let at = 0; at < sample.length && records.length < RECORDS; at++) {
    const char = sample[at];
    if (isQuoted) {
      if (char !== '"') continue;
      if (sample[at + 1] === '"') at += 1;
      else isQuoted = false;
    } else if (char === '"') {
      // Elsewhere it is a character of the text, an inch mark perhaps.
      isQuoted = at === cellStart;
    } else if (char === ',' || char === ';' || char === '\t' || char === '|') {
      seen[char] += 1;
      cellStart = at + 1;
    } else if (char === '\n' || char === '\r') {
      if (sample.slice(recordStart, at).trim() !== '') records.push(seen);
      seen = noneSeen();
      recordStart = cellStart = at + 1;
    }
  }
  if (records.length < RECORDS && sample.slice(recordStart).trim() !== '') records.push(seen);
  return records;
}

function noneSeen(): Counts {
  return { ',': 0, ';': 0, '\t': 0, '|': 0 };
}
