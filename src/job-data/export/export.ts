// Task: write the results of a job to a file, or several such files into one ZIP.
import { mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { writers } from '../../formats/write/index.ts';
import { packFiles } from '../../formats/write/pack.ts';
import type { ExportInput, PackInput } from '../../ports/job-data.ts';
import type { JobFile } from '../job-file.ts';
import { resultsTable } from './results-table.ts';

/** @returns the size of the file */
export function exportResults(file: JobFile, input: ExportInput): Promise<{ bytes: number }> {
  const { guardFormulas, format } = input;
  return writeWhole(input.path, (path) =>
    writers[format].write(resultsTable(file, input), path, { guardFormulas }),
  );
}

/** @returns the size of the ZIP */
export function packResults({ files, path }: PackInput): Promise<{ bytes: number }> {
  return writeWhole(path, (partial) => packFiles(files, partial));
}

/** The file has its name when it is whole, or not at all. */
async function writeWhole(
  path: string,
  write: (partial: string) => Promise<void>,
): Promise<{ bytes: number }> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const partial = `${path}.part`;
  await write(partial);
  renameSync(partial, path);
  return { bytes: statSync(path).size };
}
