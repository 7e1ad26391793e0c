// One document as it is read: text that goes into the prompt, or a file that goes to Claude as it is.
import type { DocumentProblem, Media } from '../../core/source/media.ts';

export interface Document {
  /** Unique among the documents of a job. */
  name: string;
  /** Of Word and text files; empty for the others. */
  text: string;
  /** null for Word and text files, and when it cannot be sent. */
  media: { facts: Media; bytes: Buffer } | null;
  /** null when it can be sent. */
  problem: DocumentProblem | null;
  /** The encoding of a text file that is not UTF-8, as people call it. */
  readAs: string | null;
}

/** What reading its bytes makes of a document; the name is given by whoever lists it. */
export type DocumentContent = Omit<Document, 'name'>;

/** @returns a document of text */
export function textDocument(text: string, readAs: string | null = null): DocumentContent {
  return { text, media: null, problem: null, readAs };
}

/** @returns a document that cannot be sent, and why */
export function unusable(code: string, text: string): DocumentContent {
  return { text: '', media: null, problem: { code, text }, readAs: null };
}
