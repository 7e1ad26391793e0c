// Lines of JSONL.
import type { Json } from '../../core/json.ts';

/** @returns one object as a line with its line end */
export function jsonlLine(value: Json): string {
  return `${JSON.stringify(value)}\n`;
}
