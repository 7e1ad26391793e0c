// Names of columns where each may stand only once.
import type { Column } from './results-table.ts';

/** @returns a name for each column, different from all others in any case of letters; ours stay, others get a number */
export function uniqueNames(columns: readonly Column[]): string[] {
  const names: string[] = [];
  const taken = new Set<string>();
  // Ours first, so that they are called as everywhere else.
  for (const isSource of [false, true])
    columns.forEach((column, index) => {
      if (column.isSource !== isSource) return;
      const first = column.name === '' ? 'column' : column.name;
      let unique = first;
      for (let n = 2; taken.has(unique.toLowerCase()); n++) unique = `${first}_${n}`;
      taken.add(unique.toLowerCase());
      names[index] = unique;
    });
  return names;
}
