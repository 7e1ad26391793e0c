// Task: store the results of one message batch; doing it again adds nothing twice.
import { isResult, type ResultLine } from '../../core/result/result.ts';
import type { CollectInput, CollectReport } from '../../ports/job-data.ts';
import type { JobFile } from '../job-file.ts';
import { beginLongWrite } from '../long-write.ts';
import { withMisfits } from './misfits.ts';
import { createResultKeeper } from './result-keeper.ts';
import { createSeqFinder } from './seq-finder.ts';

/** Streams the results of a message batch, some lines at a time. @throws ServiceError */
export type ReadResults = (remoteId: string) => AsyncIterable<ResultLine[]>;

/**
 * Appends every result that is not stored yet.
 * @throws ServiceError when the stream breaks; what was stored stays, except of a message batch that is doubted
 */
export async function collect(
  file: JobFile,
  input: CollectInput,
  readResults: ReadResults,
): Promise<CollectReport> {
  const report: CollectReport = { stored: 0, malformed: 0, foreign: 0 };
  const findSeq = createSeqFinder(file, input.jobId, input.sent);
  const attempt = input.sent?.attempt ?? 1;
  const keep = withMisfits(file, attempt, input.answerFields, createResultKeeper(file, attempt));
  const seen = new Set<number>();

  function store(line: ResultLine): void {
    const seq = isResult(line) ? findSeq(line.customId) : null;
    if (!isResult(line)) report.malformed += 1;
    else if (seq === null) report.foreign += 1;
    else {
      seen.add(seq);
      keep(seq, line);
    }
  }

  const write = beginLongWrite(file, input.isDoubted ? Number.POSITIVE_INFINITY : undefined);
  try {
    for await (const lines of readResults(input.remoteId)) {
      for (const line of lines) store(line);
      write.wrote(lines.length);
    }
  } catch (error) {
    if (input.isDoubted) write.rollback();
    else write.commit();
    throw error;
  }
  if (input.isDoubted && report.foreign > 0) write.rollback();
  else write.commit();
  report.stored = seen.size;
  return report;
}
