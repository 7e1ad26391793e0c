// Stores results, one that counts for each row: again adds nothing, and a later attempt replaces only what it betters.
import { resultCostMicros } from '../core/pricing.ts';
import type { Result } from '../core/result.ts';
import { replaces } from '../core/retry.ts';
import type { ResultStatus } from '../core/tally.ts';
import type { JobFile } from './job-file.ts';
import { createUsageKeeper } from './usage-shapes.ts';

/** Stores what came back for a row; to be called inside a transaction. */
export type KeepResult = (seq: number, result: Result) => void;

const FIELDS =
  'seq, status, response, stop_reason, model, input_tokens, output_tokens, usage, usage_shape, cost_micros, error_type, error, attempt';
const VALUES = `(${FIELDS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** @param attempt the attempt whose results are stored; of the first there can be no earlier ones */
export function createResultKeeper(file: JobFile, attempt: number): KeepResult {
  const storeUsage = createUsageKeeper(file);
  function fieldsOf(seq: number, result: Result): (string | number | null)[] {
    const { usage } = result;
    const { json, shape } = storeUsage(result.usageRaw);
    return [
      seq,
      result.status,
      result.text,
      result.stopReason,
      result.model,
      usage?.inputTokens ?? null,
      usage?.outputTokens ?? null,
      json,
      shape,
      resultCostMicros(result.model, usage),
      result.errorType,
      result.errorMessage,
      attempt,
    ];
  }

  const append = file.prepare(`INSERT INTO result ${VALUES} ON CONFLICT (seq) DO NOTHING`);
  if (attempt === 1) return (seq, result) => void append.run(fieldsOf(seq, result));
  const earlier = file.prepare<[number], { attempt: number; status: ResultStatus }>(
    'SELECT attempt, status FROM result WHERE seq = ?',
  );
  const setAside = file.prepare(
    `INSERT INTO other_result (${FIELDS}) SELECT ${FIELDS} FROM result WHERE seq = ? ON CONFLICT DO NOTHING`,
  );
  const remove = file.prepare('DELETE FROM result WHERE seq = ?');
  const addOther = file.prepare(`INSERT INTO other_result ${VALUES} ON CONFLICT DO NOTHING`);
  return (seq, result) => {
    const known = earlier.get(seq);
    if (known !== undefined && known.attempt >= attempt) return;
    const fields = fieldsOf(seq, result);
    if (known !== undefined && !replaces(result.status, known.status)) {
      addOther.run(fields);
      return;
    }
    setAside.run(seq);
    remove.run(seq);
    append.run(fields);
  };
}
