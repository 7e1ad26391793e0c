// Task: read a downloaded file into the job's file.
import { noProblems } from '../core/problem.ts';
import { holdsDocuments, type NamedFile, readDocuments } from '../formats/documents/index.ts';
import { openTable } from '../formats/index.ts';
import type { BuildInput, BuildReport } from '../ports/job-data.ts';
import type { JobFile } from './job-file.ts';
import { storeRows } from './rows.ts';
import { DOCUMENT_COLUMNS, storeDocuments } from './store-documents.ts';

/** Reads and stores every row. @throws UserError when the file as a whole cannot be used */
export async function build(file: JobFile, input: BuildInput): Promise<BuildReport> {
  const first = { path: input.sourcePath, name: input.fileName };
  if (input.more.length > 0 || (await holdsDocuments(first, input.settings.format)))
    return buildDocuments(file, [first, ...input.more]);
  const table = await openTable(input.sourcePath, input.fileName, input.settings);
  const { rows, problems } = await storeRows(file, table);
  const { format, split, readyMade, columns, notes } = table;
  return { format, split, readyMade, columns, rows, notes, problems };
}

async function buildDocuments(file: JobFile, sources: NamedFile[]): Promise<BuildReport> {
  const { rows, texts } = await storeDocuments(file, readDocuments(sources));
  return {
    format: 'documents',
    split: null,
    readyMade: false,
    columns: DOCUMENT_COLUMNS,
    rows,
    notes: texts > 0 ? [TEXTS] : [],
    problems: noProblems(),
  };
}

const TEXTS = 'Word and text documents are sent as text: where the prompt says {{text}}, or below it.';
