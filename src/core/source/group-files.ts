// Which files of one message belong together: documents are rows of one job, a table is a job of its own.
import type { SourceFile } from '../job/job.ts';

/** Endings of names, before a byte is fetched; pictures and Office files that cannot be sent are told as rows of the job. */
const DOCUMENTS = /\.(?:pdf|png|jpe?g|gif|webp|heic|heif|tiff?|bmp|svg|docx?|odt|rtf|pages|pptx?|zip)$/i;
const TEXTS = /\.(?:txt|text|md|markdown)$/i;

/** @returns the files of each job, in the order of the message; text files are documents only beside others */
export function groupFiles(files: readonly SourceFile[]): [SourceFile, ...SourceFile[]][] {
  const hasDocuments = files.some(({ name }) => DOCUMENTS.test(name));
  const isDocument = ({ name }: SourceFile) => DOCUMENTS.test(name) || (hasDocuments && TEXTS.test(name));
  const [first, ...more] = files.filter(isDocument);
  return files.flatMap((file): [SourceFile, ...SourceFile[]][] => {
    if (first !== undefined && file === first) return [[first, ...more]];
    return isDocument(file) ? [] : [[file]];
  });
}
