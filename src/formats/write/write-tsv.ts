// TSV: for text full of commas, and for programs that take a comma for a decimal sign.
import { delimitedLines } from './delimited.ts';
import type { Writer } from './results-table.ts';
import { writeText } from './text-file.ts';

export const tsv: Writer = {
  name: 'tsv',
  async write(table, path, options) {
    writeText(path, delimitedLines(table, '\t', options));
  },
};
