// Task: read a downloaded file into the job's file.
import { openTable } from '../formats/index.ts';
import type { BuildInput, BuildReport } from '../ports/job-data.ts';
import type { JobFile } from './job-file.ts';
import { storeRows } from './rows.ts';

/** Reads and stores every row. @throws UserError when the file as a whole cannot be used */
export async function build(file: JobFile, input: BuildInput): Promise<BuildReport> {
  const table = await openTable(input.sourcePath, input.fileName, input.settings);
  const { rows, problems } = await storeRows(file, table);
  const { format, split, readyMade, columns, notes } = table;
  return { format, split, readyMade, columns, rows, notes, problems };
}
