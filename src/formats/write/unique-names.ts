// Names of columns where each may stand only once.
import type { Column } from './results-table.ts';

/** @returns a name for each column, different from all others in any case of letters; ours stay, the source's get a number */
export function uniqueNames(columns: readonly Column[]): string[] {
  const taken = new Set(columns.filter(({ isSource }) => !isSource).map(({ name }) => name.toLowerCase()));
  return columns.map(({ name, isSource }) => {
    if (!isSource) return name;
    const first = name === '' ? 'column' : name;
    let unique = first;
    for (let n = 2; taken.has(unique.toLowerCase()); n++) unique = `${first}_${n}`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}
