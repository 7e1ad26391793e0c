// JSONL: a line for each row, with everything that is known of it.
import type { Json } from '../../core/json.ts';
import type { ResultsTable, Writer } from './results-table.ts';
import { writeText } from './text-file.ts';

export const jsonl: Writer = {
  name: 'jsonl',
  async write(table, path) {
    writeText(path, lines(table));
  },
};

function* lines(table: ResultsTable): Generator<string> {
  for (const { value } of table.records()) yield jsonlLine(value);
}

/** @returns one value as a line with its line end */
export function jsonlLine(value: Json): string {
  return `${JSON.stringify(value)}\n`;
}
