// Documents that go with the rows of a table, read while requests are written.
import type { Json } from '../../core/json.ts';
import { namedIn, nameKey } from '../../core/source/beside-rows.ts';
import type { DocumentProblem, Media } from '../../core/source/media.ts';
import { type JobFile, readMeta } from '../job-file.ts';
import { type Attachment, fromJson, type ReadAttachments, thereOf } from './attachments.ts';

/** How documents go with rows, as it is kept beside them. */
export interface Beside {
  /** The column that names them; null: each row has all of them. */
  column: string | null;
  /** Whether those of several rows are named by an id. */
  byId: boolean;
}

/** Under which the facts are kept. */
export const BESIDE = 'documents';

interface StoredDocument {
  n: number;
  name: string;
  text: string;
  media: string | null;
  problem: string | null;
  sha256: string | null;
  uses: number;
}

/** @returns how rows find their documents; null for a job without any */
export function createBesideReader(file: JobFile, columns: readonly string[]): ReadAttachments | null {
  const facts = fromJson<Beside>(readMeta(file, BESIDE));
  if (facts === null) return null;
  const bytes = file.prepare<[number], { bytes: Buffer | null }>('SELECT bytes FROM document WHERE n = ?');
  const stored = file
    .prepare<[], StoredDocument>(
      'SELECT n, name, text, media, problem, sha256, uses FROM document ORDER BY n',
    )
    .all();
  // Of the last one, so that a job whose rows share one document reads it once.
  let kept: { n: number; bytes: Buffer } | null = null;
  function bytesOf(n: number, name: string): Buffer {
    if (kept?.n !== n) kept = { n, bytes: thereOf(bytes.get(n)?.bytes, name) };
    return kept.bytes;
  }
  const documents = stored.map(
    ({ n, name, text, media, problem, sha256, uses }): Attachment => ({
      name,
      media: fromJson<Media>(media),
      problem: fromJson<DocumentProblem>(problem),
      text,
      byId: facts.byId && media !== null && uses > 1 ? sha256 : null,
      bytes: () => bytesOf(n, name),
    }),
  );
  if (facts.column === null) return () => documents;
  const byKey = new Map(documents.map((document) => [nameKey(document.name ?? ''), document]));
  const known = new Set(byKey.keys());
  const index = columns.indexOf(facts.column);
  return (_seq, cells: readonly Json[]) =>
    (namedIn(cells[index], known) ?? []).flatMap((key) => byKey.get(key) ?? []);
}
