// Documents in a job's file: each is a row of its name and text, its bytes stand beside it.
import { noProblems } from '../../core/source/problem.ts';
import type { Document } from '../../formats/documents/document.ts';
import type { JobFile } from '../job-file.ts';
import { beginLongWrite } from '../long-write.ts';
import { createAttachmentKeeper } from './attachments.ts';
import { clearRows, writeFacts } from './rows.ts';

export const DOCUMENT_COLUMNS = ['file', 'text'];

/** A text file that was converted, and what it was read as. */
export interface RecodedText {
  name: string;
  readAs: string;
}

/**
 * Writes every document into the file, replacing what stood there; those that cannot be sent are rows too.
 * @returns how many there are, how many of them are text, and which texts are not UTF-8
 */
export async function storeDocuments(
  file: JobFile,
  documents: AsyncIterable<Document>,
): Promise<{ rows: number; texts: number; recoded: RecodedText[] }> {
  clearRows(file);
  const addRow = file.prepare('INSERT INTO row (seq, line, cells) VALUES (?, ?, ?)');
  const keep = createAttachmentKeeper(file);
  let rows = 0;
  let texts = 0;
  const recoded: RecodedText[] = [];
  let longestRow = 0;
  const write = beginLongWrite(file);
  try {
    for await (const { name, text, media, problem, readAs } of documents) {
      rows += 1;
      if (text !== '') texts += 1;
      if (readAs !== null) recoded.push({ name, readAs });
      const cells = JSON.stringify([name, text]);
      longestRow = Math.max(longestRow, cells.length);
      addRow.run(rows, rows, cells);
      if (media !== null || problem !== null)
        keep(rows, { media: media?.facts ?? null, problem, bytes: media?.bytes ?? null });
      write.wrote(1);
    }
  } catch (error) {
    write.rollback();
    throw error;
  }
  write.commit();
  writeFacts(file, { columns: DOCUMENT_COLUMNS, readyMade: false, problems: noProblems(), longestRow });
  return { rows, texts, recoded };
}
