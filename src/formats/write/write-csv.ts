// CSV: what every spreadsheet program and every script opens.
import { delimitedLines } from './delimited.ts';
import type { Writer } from './results-table.ts';
import { writeText } from './text-file.ts';

export const csv: Writer = {
  name: 'csv',
  async write(table, path, options) {
    writeText(path, delimitedLines(table, ',', options));
  },
};
