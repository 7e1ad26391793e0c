// From a custom_id in the results back to the row it belongs to.

import { seqOfNumberedId } from '../../core/request/request.ts';
import { noProblems } from '../../core/source/problem.ts';
import { type JobFile, writeMeta } from '../job-file.ts';
import type { TableFacts } from '../rows/rows.ts';

export type FindSeq = (customId: string) => number | null;

/**
 * @param sent the rows of the message batch; null when it was created elsewhere: its custom_ids then become the rows
 * @returns a function that gives the row number, or null for a custom_id that is not of this message batch
 */
export function createSeqFinder(
  file: JobFile,
  jobId: string,
  sent: { attempt: number; firstSeq: number; lastSeq: number } | null,
): FindSeq {
  const known = file.prepare<[string], { seq: number }>('SELECT seq FROM request_id WHERE custom_id = ?');
  if (sent === null) return discoverRows(file, (customId) => known.get(customId)?.seq ?? null);
  const wasSent = sent.attempt > 1 ? isOfAttempt(file, sent.attempt) : isSentAtFirst(file);
  return (customId) => {
    const seq = seqOfNumberedId(jobId, customId) ?? known.get(customId)?.seq ?? null;
    return seq !== null && seq >= sent.firstSeq && seq <= sent.lastSeq && wasSent(seq) ? seq : null;
  };
}

function isSentAtFirst(file: JobFile): (seq: number) => boolean {
  const rows = file.prepare<[], { seq: number }>('SELECT seq FROM skipped').all();
  const skipped = new Set(rows.map(({ seq }) => seq));
  const duplicate = file.prepare<[number]>('SELECT 1 FROM same_as WHERE seq = ?');
  return (seq) => !skipped.has(seq) && duplicate.get(seq) === undefined;
}

function isOfAttempt(file: JobFile, attempt: number): (seq: number) => boolean {
  const find = file.prepare<[number, number]>('SELECT 1 FROM attempt_row WHERE attempt = ? AND seq = ?');
  return (seq) => find.get(attempt, seq) !== undefined;
}

function discoverRows(file: JobFile, find: FindSeq): FindSeq {
  const facts: TableFacts = {
    columns: ['custom_id', 'params'],
    readyMade: true,
    problems: noProblems(),
    longestRow: 0,
  };
  writeMeta(file, 'table', JSON.stringify(facts));
  const addRow = file.prepare('INSERT INTO row (seq, line, cells) VALUES (?, ?, ?)');
  const addId = file.prepare('INSERT INTO request_id (custom_id, seq) VALUES (?, ?)');
  let last = file.prepare<[], { last: number | null }>('SELECT max(seq) AS last FROM row').get()?.last ?? 0;
  return (customId) => {
    const seq = find(customId);
    if (seq !== null) return seq;
    last += 1;
    addRow.run(last, last, JSON.stringify([customId]));
    addId.run(customId, last);
    return last;
  };
}
