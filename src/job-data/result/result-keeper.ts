// Stores results, one that counts for each row: again adds nothing, and a later attempt replaces only what it betters.
import { resultCostMicros } from '../../core/money/pricing.ts';
import type { Result } from '../../core/result/result.ts';
import { replaces } from '../../core/result/retry.ts';
import type { ResultStatus } from '../../core/result/tally.ts';
import type { JobFile } from '../job-file.ts';
import { createShapeKeeper } from './shapes.ts';

/** Stores what came back for a row; to be called inside a transaction. */
export type KeepResult = (seq: number, result: Result) => void;

const FIELDS =
  'seq, shape, response, input_tokens, output_tokens, cost_micros, status, stop_reason, model, usage, error_type, error, attempt';
const SHAPED = 'seq, shape, response, input_tokens, output_tokens, cost_micros';

/** @param attempt the attempt whose results are stored; of the first there can be no earlier ones */
export function createResultKeeper(file: JobFile, attempt: number): KeepResult {
  const append = createAppender(file, attempt);
  if (attempt === 1) return append;
  const earlier = file.prepare<[number], { attempt: number; status: ResultStatus }>(
    'SELECT attempt, status FROM result WHERE seq = ?',
  );
  const setAside = file.prepare(
    `INSERT INTO other_result (${FIELDS}) SELECT ${FIELDS} FROM result WHERE seq = ? ON CONFLICT DO NOTHING`,
  );
  const remove = file.prepare('DELETE FROM stored_result WHERE seq = ?');
  const addOther = file.prepare(`INSERT INTO other_result ${valuesOf(FIELDS)} ON CONFLICT DO NOTHING`);
  return (seq, result) => {
    const known = earlier.get(seq);
    if (known !== undefined && known.attempt >= attempt) return;
    if (known !== undefined && !replaces(result.status, known.status)) {
      addOther.run(wholeFields(seq, result, attempt));
      return;
    }
    setAside.run(seq);
    remove.run(seq);
    append(seq, result);
  };
}

/** Where a result has a shape, only what is its own is written: storing is most of the time of collecting. */
function createAppender(file: JobFile, attempt: number): KeepResult {
  const shapeOf = createShapeKeeper(file, attempt);
  const shaped = file.prepare(`INSERT INTO stored_result ${valuesOf(SHAPED)} ON CONFLICT (seq) DO NOTHING`);
  const whole = file.prepare(`INSERT INTO stored_result ${valuesOf(FIELDS)} ON CONFLICT (seq) DO NOTHING`);
  return (seq, result) => {
    const shape = shapeOf(result);
    if (shape === null) whole.run(wholeFields(seq, result, attempt));
    else shaped.run(seq, shape, ...countedFields(result));
  };
}

function countedFields({ text, model, usage }: Result): (string | number | null)[] {
  return [text, usage?.inputTokens ?? null, usage?.outputTokens ?? null, resultCostMicros(model, usage)];
}

function wholeFields(seq: number, result: Result, attempt: number): (string | number | null)[] {
  const { status, stopReason, model, usageRaw, errorType, errorMessage } = result;
  const usage = usageRaw === null ? null : JSON.stringify(usageRaw);
  return [
    seq,
    null,
    ...countedFields(result),
    status,
    stopReason,
    model,
    usage,
    errorType,
    errorMessage,
    attempt,
  ];
}

function valuesOf(fields: string): string {
  return `(${fields}) VALUES (${fields
    .split(',')
    .map(() => '?')
    .join(', ')})`;
}
