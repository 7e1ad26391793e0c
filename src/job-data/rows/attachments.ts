// Files in a job's file: what a row sends along beside its text, or why it cannot be sent.

import type { FormatName } from '../../core/draft/settings.ts';
import type { Json } from '../../core/json.ts';
import type { DocumentProblem, Media } from '../../core/source/media.ts';
import type { JobFile } from '../job-file.ts';

/** What stands beside a row: a file, a text, or a problem. */
export interface Attachment {
  /** null when the row itself is called by it. */
  name: string | null;
  media: Media | null;
  problem: DocumentProblem | null;
  /** Of a document of text that goes with rows of a table; else empty. */
  text: string;
  /** The sha256 of its bytes, when requests name it by an id; null: its bytes go along. */
  byId: string | null;
  /** The bytes of the file as they were dropped, read from the disk at each call. */
  bytes(): Buffer;
}

/** Gives what stands beside a row, in its order. */
export type ReadAttachments = (seq: number, cells: readonly Json[]) => Attachment[];

/** @returns what adds files to an empty table of them */
export function createAttachmentKeeper(
  file: JobFile,
): (
  seq: number,
  kept: { media: Media | null; problem: DocumentProblem | null; bytes: Buffer | null },
) => void {
  const insert = file.prepare('INSERT INTO attachment (seq, media, problem, bytes) VALUES (?, ?, ?, ?)');
  return (seq, { media, problem, bytes }) => {
    insert.run(seq, toJson(media), toJson(problem), bytes);
  };
}

/** @returns how a job of documents reads its files; null for every other, which has none */
export function createAttachmentReader(file: JobFile, format: FormatName): ReadAttachments | null {
  if (format !== 'documents') return null;
  const facts = file.prepare<[number], { media: string | null; problem: string | null }>(
    'SELECT media, problem FROM attachment WHERE seq = ?',
  );
  const bytes = file.prepare<[number], { bytes: Buffer | null }>(
    'SELECT bytes FROM attachment WHERE seq = ?',
  );
  return (seq) => {
    const found = facts.get(seq);
    if (found === undefined) return [];
    return [
      {
        name: null,
        media: fromJson<Media>(found.media),
        problem: fromJson<DocumentProblem>(found.problem),
        text: '',
        byId: null,
        bytes: () => thereOf(bytes.get(seq)?.bytes, `row ${seq}`),
      },
    ];
  };
}

/** @returns the bytes. @throws Error when there are none */
export function thereOf(bytes: Buffer | null | undefined, of: string): Buffer {
  if (!bytes) throw new Error(`The file of ${of} is not there.`);
  return bytes;
}

/** @returns JSON for a column; null for nothing */
export function toJson(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

/** @returns what stands in a column of JSON */
export function fromJson<T>(json: string | null): T | null {
  return json === null ? null : (JSON.parse(json) as T);
}
