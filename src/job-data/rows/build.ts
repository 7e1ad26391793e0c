// Task: read a downloaded file, a database or what a builder makes into the job's file.
import type { BuilderSetup } from '../../builders/open-builder.ts';
import { UserError } from '../../core/errors.ts';
import { type NamedSource, noSuchSource } from '../../core/source/named-source.ts';
import { noProblems } from '../../core/source/problem.ts';
import { holdsDocuments, type NamedFile } from '../../formats/documents/look-into.ts';
import { openTable } from '../../formats/index.ts';
import type { Table } from '../../formats/reader.ts';
import type { BuildInput, BuildReport } from '../../ports/job-data.ts';
import { type JobFile, readMeta, writeMeta } from '../job-file.ts';
import { asTheyWere } from './returned-rows.ts';
import { storeRows } from './rows.ts';
import { storeBeside } from './store-beside.ts';
import { DOCUMENT_COLUMNS, type RecodedText, storeDocuments } from './store-documents.ts';

/** Where rows and requests can come from besides files. */
export interface Outside {
  sources: readonly NamedSource[];
  builders: BuilderSetup | null;
}

/**
 * Reads and stores every row. A database is read and a builder is run once: a draft that is edited keeps the rows that people saw.
 * @throws UserError when the source as a whole cannot be used
 */
export async function build(
  file: JobFile,
  input: BuildInput,
  outside: Outside = { sources: [], builders: null },
): Promise<BuildReport> {
  const isSnapshot = input.source.isDatabase === true || input.source.builder !== undefined;
  const known = isSnapshot ? readMeta(file, 'snapshot') : null;
  if (known !== null) return JSON.parse(known) as BuildReport;
  if (await areDocuments(input)) {
    const first = { path: input.sourcePath, name: input.source.name };
    return buildDocuments(file, [first, ...input.more, ...input.documents]);
  }
  const table = asTheyWere(await open(input, outside));
  const { rows, problems } = await storeRows(file, table);
  const { format, split, readyMade, columns, notes } = table;
  const beside = await storeBeside(file, input.documents, { columns, readyMade });
  const report = {
    format,
    split,
    readyMade,
    columns,
    rows,
    notes: [...notes, ...beside.notes],
    problems,
    byId: beside.byId,
  };
  if (isSnapshot) writeMeta(file, 'snapshot', JSON.stringify(report));
  return report;
}

async function areDocuments({ source, sourcePath, more, settings }: BuildInput): Promise<boolean> {
  if (source.fileId === '' || source.builder !== undefined) return false;
  return more.length > 0 || (await holdsDocuments({ path: sourcePath, name: source.name }, settings.format));
}

async function open(input: BuildInput, outside: Outside): Promise<Table> {
  const { source, sourcePath, settings } = input;
  if (source.isDatabase === true) return openNamed(input, outside);
  const { builder, fileId, name } = source;
  if (builder === undefined) return openTable(sourcePath, name, settings);
  if (outside.builders === null) throw noBuilders();
  const table = fileId === '' ? null : await openTable(sourcePath, name, settings);
  const { openBuilder } = await import('../../builders/open-builder.ts');
  return openBuilder(outside.builders, { jobId: input.jobId, ...builder, table });
}

async function openNamed({ source, now }: BuildInput, { sources }: Outside): Promise<Table> {
  const named = sources.find(({ name }) => name === source.name);
  if (!named) throw noSuchSource(source.name);
  const { openSource } = await import('../../databases/open-source.ts');
  const table = await openSource(named);
  const at = `${new Date(now).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  table.notes.unshift(
    `The rows were read from ${source.name} at ${at}; what changes there later is not in them.`,
  );
  return table;
}

function noBuilders(): UserError {
  return new UserError(
    'no-builders',
    'No builders are set up here any more.',
    'Ask whoever runs this bot to set BUILDERS_DIR.',
  );
}

async function buildDocuments(file: JobFile, sources: NamedFile[]): Promise<BuildReport> {
  const { readDocuments } = await import('../../formats/documents/index.ts');
  const { rows, texts, recoded } = await storeDocuments(file, readDocuments(sources));
  return {
    format: 'documents',
    split: null,
    readyMade: false,
    columns: DOCUMENT_COLUMNS,
    rows,
    notes: [...(texts > 0 ? [TEXTS] : []), ...(recoded.length > 0 ? [recodedNote(recoded)] : [])],
    problems: noProblems(),
  };
}

const TEXTS = 'Word and text documents are sent as text: where the prompt says {{text}}, or below it.';

const MOST_NAMED = 5;

function recodedNote(texts: readonly RecodedText[]): string {
  const named = texts.slice(0, MOST_NAMED).map(({ name, readAs }) => `${name} (as ${readAs})`);
  const others = texts.length - named.length;
  if (others > 0) named.push(`${others.toLocaleString('en-US')} more`);
  return `Not UTF-8, so converted: ${named.join(', ')}. Check their letters; if they are wrong, save the file as UTF-8 and drop it again.`;
}
