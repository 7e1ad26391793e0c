// Files in a job's file: what a row sends along beside its text, or why it cannot be sent.

import type { FormatName } from '../../core/draft/settings.ts';
import type { DocumentProblem, Media } from '../../core/source/media.ts';
import type { JobFile } from '../job-file.ts';

/** What stands beside a row: a file, a problem, or nothing for a document of text. */
export interface Attachment {
  media: Media | null;
  problem: DocumentProblem | null;
  /** The bytes of the file as they were dropped, read from the disk at each call. */
  bytes(): Buffer;
}

/** Gives what stands beside a row; null when nothing does. */
export type ReadAttachment = (seq: number) => Attachment | null;

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
export function createAttachmentReader(file: JobFile, format: FormatName): ReadAttachment | null {
  if (format !== 'documents') return null;
  const facts = file.prepare<[number], { media: string | null; problem: string | null }>(
    'SELECT media, problem FROM attachment WHERE seq = ?',
  );
  const bytes = file.prepare<[number], { bytes: Buffer | null }>(
    'SELECT bytes FROM attachment WHERE seq = ?',
  );
  return (seq) => {
    const found = facts.get(seq);
    if (found === undefined) return null;
    return {
      media: fromJson<Media>(found.media),
      problem: fromJson<DocumentProblem>(found.problem),
      bytes() {
        const content = bytes.get(seq)?.bytes ?? null;
        if (content === null) throw new Error(`The file of row ${seq} is not there.`);
        return content;
      },
    };
  };
}

function toJson(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

function fromJson<T>(json: string | null): T | null {
  return json === null ? null : (JSON.parse(json) as T);
}
