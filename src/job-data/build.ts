// Task: read a downloaded file or a database into the job's file.
import { type NamedSource, noSuchSource } from '../core/named-source.ts';
import { openSource } from '../databases/open-source.ts';
import { openTable } from '../formats/index.ts';
import type { Table } from '../formats/reader.ts';
import type { BuildInput, BuildReport } from '../ports/job-data.ts';
import { type JobFile, readMeta, writeMeta } from './job-file.ts';
import { storeRows } from './rows.ts';

/**
 * Reads and stores every row. A database is read once: a draft that is edited keeps the rows that people saw.
 * @throws UserError when the source as a whole cannot be used
 */
export async function build(
  file: JobFile,
  input: BuildInput,
  sources: readonly NamedSource[] = [],
): Promise<BuildReport> {
  const isSnapshot = input.source.isDatabase === true;
  const known = isSnapshot ? readMeta(file, 'snapshot') : null;
  if (known !== null) return JSON.parse(known) as BuildReport;
  const table = await open(input, sources);
  const { rows, problems } = await storeRows(file, table);
  const { format, split, readyMade, columns, notes } = table;
  const report = { format, split, readyMade, columns, rows, notes, problems };
  if (isSnapshot) writeMeta(file, 'snapshot', JSON.stringify(report));
  return report;
}

async function open(
  { source, sourcePath, settings, now }: BuildInput,
  sources: readonly NamedSource[],
): Promise<Table> {
  if (source.isDatabase !== true) return openTable(sourcePath, source.name, settings);
  const named = sources.find(({ name }) => name === source.name);
  if (!named) throw noSuchSource(source.name);
  const table = await openSource(named);
  const at = `${new Date(now).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  table.notes.unshift(
    `The rows were read from ${source.name} at ${at}; what changes there later is not in them.`,
  );
  return table;
}
