// Answers without the fields that were asked for, noted beside the results: counting and retrying need no look at the answers.
import { misfitOf } from '../../core/answer/answer.ts';
import type { AnswerField } from '../../core/answer/answer-fields.ts';
import type { JobFile } from '../job-file.ts';
import type { KeepResult } from './result-keeper.ts';

/** @returns what keeps a result and notes whether it fits; `keep` itself when no fields were asked for */
export function withMisfits(
  file: JobFile,
  attempt: number,
  fields: readonly AnswerField[],
  keep: KeepResult,
): KeepResult {
  if (fields.length === 0) return keep;
  const note = file.prepare(
    'INSERT INTO misfit (seq, attempt, text) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  return (seq, result) => {
    keep(seq, result);
    const { status, stopReason, text: response } = result;
    const misfit = misfitOf(fields, { status, stopReason, response });
    if (misfit !== null) note.run(seq, attempt, misfit);
  };
}

/** @returns how many rows have a misfit for the answer that counts, those that share the answer of another among them */
export function countMisfits(file: JobFile): number {
  const counted = file.prepare<[], { n: number }>(
    `SELECT total(1 + (SELECT count(*) FROM same_as WHERE as_seq = misfit.seq)) AS n
     FROM misfit JOIN result USING (seq, attempt)`,
  );
  return counted.get()?.n ?? 0;
}
