// Which character separates the columns, decided by the first lines of a table.

export type Delimiter = ',' | ';' | '\t' | '|';

const CANDIDATES: readonly Delimiter[] = [',', ';', '\t', '|'];
const NAMES: Record<Delimiter, string> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'vertical bars',
};
const LINES = 50;

/**
 * @param sample the beginning of the file
 * @returns the delimiter that splits the lines most evenly, or null when none stands in the first line
 */
export function sniffDelimiter(sample: string): Delimiter | null {
  let best: { delimiter: Delimiter; score: number } | null = null;
  for (const delimiter of CANDIDATES) {
    const counts = countPerLine(sample, delimiter);
    const first = counts[0] ?? 0;
    if (first === 0) continue;
    const even = counts.filter((count) => count === first).length / counts.length;
    // Evenness decides; among equals, more columns.
    const score = even * 1000 + Math.min(first, 500);
    if (best === null || score > best.score) best = { delimiter, score };
  }
  return best?.delimiter ?? null;
}

/** @returns how people call it, e.g. 'semicolons' */
export function delimiterName(delimiter: Delimiter): string {
  return NAMES[delimiter];
}

/** Delimiters in each of the first lines, outside of quotes. */
function countPerLine(sample: string, delimiter: Delimiter): number[] {
  const counts: number[] = [];
  let count = 0;
  let quoted = false;
  let hasText = false;
  for (const char of sample) {
    if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === delimiter) count += 1;
    else if (char === '\n' || char === '\r') {
      if (hasText) counts.push(count);
      count = 0;
      hasText = false;
      if (counts.length === LINES) return counts;
      continue;
    }
    hasText = true;
  }
  // The last line of a sample may be cut in the middle; it counts only when it is all there is.
  if (counts.length === 0 && hasText) counts.push(count);
  return counts;
}
