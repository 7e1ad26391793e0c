// Documents that came with a table: kept once, and which rows they go with.
import { createHash } from 'node:crypto';
import type { ById } from '../../core/job/job.ts';
import { besideNotes, goesById, namedIn, nameKey } from '../../core/source/beside-rows.ts';
import type { Media } from '../../core/source/media.ts';
import type { NamedFile } from '../../formats/documents/look-into.ts';
import { type JobFile, writeMeta } from '../job-file.ts';
import { fromJson, toJson } from './attachments.ts';
import { BESIDE, type Beside } from './beside.ts';
import { countRows } from './rows.ts';
import { allRows, cellsOf } from './stored-rows.ts';

/** What was found, for the draft. */
export interface StoredBeside {
  notes: string[];
  byId: ById[];
}

/**
 * Reads the documents and finds the column that names them, after the rows were stored.
 * @returns sentences for the card, and the documents that will be uploaded
 * @throws UserError when an archive of them is damaged or too large
 */
export async function storeBeside(
  file: JobFile,
  sources: readonly NamedFile[],
  { columns, readyMade }: { columns: readonly string[]; readyMade: boolean },
): Promise<StoredBeside> {
  if (sources.length === 0) return { notes: [], byId: [] };
  if (readyMade) return { notes: [READY_MADE], byId: [] };
  const names = await storeDocuments(file, sources);
  const { column, uses } = findColumn(file, columns, names) ?? { column: null, uses: new Map() };
  const all = countRows(file);
  const setUses = file.prepare('UPDATE document SET uses = ? WHERE n = ?');
  names.forEach((name, index) => {
    setUses.run(column === null ? all : (uses.get(nameKey(name)) ?? 0), index + 1);
  });
  const shared = sharedOf(file);
  const byId = goesById(shared);
  writeMeta(file, BESIDE, JSON.stringify({ column, byId } satisfies Beside));
  const unused = names.filter((name) => column !== null && !uses.has(nameKey(name)));
  const uploads = byId ? shared.filter((document) => document.uses > 1) : [];
  return {
    notes: [...besideNotes(names, column, unused), ...(uploads.length > 0 ? [UPLOADED] : [])],
    byId: uploads.map(({ name, sha256 }) => ({ name, sha256 })),
  };
}

const READY_MADE =
  'The file holds ready-made requests, so the documents beside it are not sent. Drop them in a message of their own.';
const UPLOADED =
  'What several rows share is uploaded to Anthropic once, when the job is submitted, and deleted there when it has ended.';

/** @returns their names in order; the first has number 1 */
async function storeDocuments(file: JobFile, sources: readonly NamedFile[]): Promise<string[]> {
  const { readDocuments } = await import('../../formats/documents/index.ts');
  const insert = file.prepare(
    'INSERT INTO document (n, name, text, media, problem, bytes, sha256) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const names: string[] = [];
  for await (const { name, text, media, problem } of readDocuments(sources)) {
    names.push(name);
    const sha256 = media === null ? null : createHash('sha256').update(media.bytes).digest('hex');
    const bytes = media?.bytes ?? null;
    insert.run(names.length, name, text, toJson(media?.facts ?? null), toJson(problem), bytes, sha256);
  }
  return names;
}

/** @returns the first column of which every cell is empty or names documents, and how many rows have each; null when there is none */
function findColumn(
  file: JobFile,
  columns: readonly string[],
  names: readonly string[],
): { column: string; uses: Map<string, number> } | null {
  const known = new Set(names.map(nameKey));
  let candidates = columns.map((column, index) => ({ column, index, uses: new Map<string, number>() }));
  for (const row of allRows(file)) {
    const cells = cellsOf(row);
    candidates = candidates.filter(({ index, uses }) => {
      const named = namedIn(cells[index], known);
      for (const key of named ?? []) uses.set(key, (uses.get(key) ?? 0) + 1);
      return named !== null;
    });
    if (candidates.length === 0) return null;
  }
  return candidates.find(({ uses }) => uses.size > 0) ?? null;
}

function sharedOf(file: JobFile): { name: string; sha256: string; sizeBytes: number; uses: number }[] {
  return file
    .prepare<[], { name: string; sha256: string; media: string; uses: number }>(
      'SELECT name, sha256, media, uses FROM document WHERE media IS NOT NULL ORDER BY n',
    )
    .all()
    .map(({ media, ...rest }) => ({ ...rest, sizeBytes: fromJson<Media>(media)?.sizeBytes ?? 0 }));
}
