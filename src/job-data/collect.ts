// Task: store the results of one message batch; doing it again adds nothing twice.
import { isResult, type ResultLine } from '../core/result.ts';
import type { CollectInput, CollectReport } from '../ports/job-data.ts';
import type { JobFile } from './job-file.ts';
import { createResultKeeper } from './result-keeper.ts';
import { createSeqFinder } from './seq-finder.ts';

/** Streams the results of a message batch, some lines at a time. @throws ServiceError */
export type ReadResults = (remoteId: string) => AsyncIterable<ResultLine[]>;

/**
 * Appends every result that is not stored yet.
 * @throws ServiceError when the stream breaks; what was stored stays
 */
export async function collect(
  file: JobFile,
  input: CollectInput,
  readResults: ReadResults,
): Promise<CollectReport> {
  const report: CollectReport = { stored: 0, malformed: 0, foreign: 0 };
  const findSeq = createSeqFinder(file, input.jobId, input.sent);
  const keep = createResultKeeper(file, input.sent?.attempt ?? 1);
  const seen = new Set<number>();
  const store = file.transaction((lines: ResultLine[]) => {
    for (const line of lines) {
      const seq = isResult(line) ? findSeq(line.customId) : null;
      if (!isResult(line)) report.malformed += 1;
      else if (seq === null) report.foreign += 1;
      else {
        seen.add(seq);
        keep(seq, line);
      }
    }
  });
  const readAll = async () => {
    for await (const lines of readResults(input.remoteId)) store(lines);
  };
  await (input.isDoubted ? whollyOrNot(file, readAll, () => report.foreign === 0) : readAll());
  report.stored = seen.size;
  return report;
}

/** What was done is kept only when `isGood` in the end; a failure keeps nothing either. */
async function whollyOrNot(file: JobFile, work: () => Promise<void>, isGood: () => boolean): Promise<void> {
  file.exec('BEGIN IMMEDIATE');
  try {
    await work();
    file.exec(isGood() ? 'COMMIT' : 'ROLLBACK');
  } catch (error) {
    file.exec('ROLLBACK');
    throw error;
  }
}
