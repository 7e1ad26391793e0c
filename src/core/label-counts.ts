// Answers that are labels, counted: positive 61 · negative 30 · neutral 9.

export interface LabelCount {
  label: string;
  count: number;
}

/** More kinds of answers than these are no labels. */
const MOST_LABELS = 12;
const LABEL_CHARS = 40;

/**
 * @param values one for each row; read no further than it takes to see that they are no labels
 * @returns each label with its count, most frequent first; null when there are too many, too long or hardly any repeated ones
 */
export function countLabels(values: Iterable<string>): LabelCount[] | null {
  const counts = new Map<string, number>();
  let all = 0;
  for (const value of values) {
    const label = value.trim();
    if (label === '' || label.length > LABEL_CHARS || label.includes('\n')) return null;
    counts.set(label, (counts.get(label) ?? 0) + 1);
    if (counts.size > MOST_LABELS) return null;
    all += 1;
  }
  if (all < 2 || counts.size * 2 > all) return null;
  return [...counts]
    .map(([label, count]) => ({ label, count }))
    .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
}
