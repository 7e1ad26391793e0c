// Which files of one message belong together: documents are rows of one job, or go with the rows of the one table.
import type { SourceFile } from '../job/job.ts';

/** Endings of names, before a byte is fetched; pictures and Office files that cannot be sent are told as rows of the job. */
const DOCUMENTS = /\.(?:pdf|png|jpe?g|gif|webp|heic|heif|tiff?|bmp|svg|docx?|odt|rtf|pages|pptx?|zip)$/i;
const TEXTS = /\.(?:txt|text|md|markdown)$/i;

/** The files of one job. */
export interface FileGroup {
  first: SourceFile;
  /** Rows of the same job. */
  more: SourceFile[];
  /** What goes with the rows of a table. */
  documents: SourceFile[];
}

/** @returns the files of each job, in the order of the message; text files are documents only beside others */
export function groupFiles(files: readonly SourceFile[]): FileGroup[] {
  const hasDocuments = files.some(({ name }) => DOCUMENTS.test(name));
  const isDocument = ({ name }: SourceFile) => DOCUMENTS.test(name) || (hasDocuments && TEXTS.test(name));
  const documents = files.filter(isDocument);
  const [table, ...others] = files.filter((file) => !isDocument(file));
  if (table !== undefined && others.length === 0) return [{ first: table, more: [], documents }];
  const [first, ...more] = documents;
  return files.flatMap((file): FileGroup[] => {
    if (first !== undefined && file === first) return [{ first, more, documents: [] }];
    return isDocument(file) ? [] : [{ first: file, more: [], documents: [] }];
  });
}
