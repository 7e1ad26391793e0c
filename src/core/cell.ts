// A cell as text: what stands in a prompt and in a results file.
import type { Json } from './json.ts';

/** @returns text as it is, nothing for null or a missing cell, numbers plainly, anything nested as JSON. */
export function cellText(cell: Json | undefined): string {
  if (typeof cell === 'string') return cell;
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}
