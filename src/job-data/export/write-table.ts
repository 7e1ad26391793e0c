// A table that is at hand, as a CSV file.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { delimitedLine } from '../../formats/write/delimited.ts';
import { writeText } from '../../formats/write/text-file.ts';
import type { WriteTableInput } from '../../ports/job-data.ts';

/** Makes the file; its first line has the names of the columns. */
export async function writeTable({ path, columns, rows, guardFormulas }: WriteTableInput): Promise<null> {
  mkdirSync(dirname(path), { recursive: true });
  writeText(
    path,
    [columns, ...rows].map((cells) => delimitedLine(cells, ',', guardFormulas)),
  );
  return null;
}
