// Task: store the results of one message batch; doing it again adds nothing twice.
import { batchCostMicros, priceOf } from '../core/pricing.ts';
import { isResult, type Result, type ResultLine } from '../core/result.ts';
import type { CollectInput, CollectReport } from '../ports/job-data.ts';
import type { JobFile } from './job-file.ts';
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
  const insert = file.prepare(
    `INSERT INTO result (seq, status, response, stop_reason, model, input_tokens, output_tokens, usage, cost_micros, error_type, error)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (seq) DO NOTHING`,
  );
  const seen = new Set<number>();
  const store = file.transaction((lines: ResultLine[]) => {
    for (const line of lines) {
      const seq = isResult(line) ? findSeq(line.customId) : null;
      if (!isResult(line)) report.malformed += 1;
      else if (seq === null) report.foreign += 1;
      else {
        seen.add(seq);
        insert.run(seq, ...resultColumns(line));
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

function resultColumns(result: Result): (string | number | null)[] {
  const { usage, model } = result;
  return [
    result.status,
    result.text,
    result.stopReason,
    model,
    usage?.inputTokens ?? null,
    usage?.outputTokens ?? null,
    result.usageRaw === null ? null : JSON.stringify(result.usageRaw),
    costOf(result),
    result.errorType,
    result.errorMessage,
  ];
}

/** Micro-dollars; 0 for what is not billed; null when the model's price is not known. */
function costOf({ usage, model }: Result): number | null {
  if (usage === null || model === null) return 0;
  const promptTokens =
    usage.inputTokens +
    (usage.cacheReadTokens ?? 0) +
    (usage.cacheWrite5mTokens ?? 0) +
    (usage.cacheWrite1hTokens ?? 0);
  const price = priceOf(model, promptTokens);
  return price === null ? null : batchCostMicros(usage, price);
}
