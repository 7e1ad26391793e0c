// Results as they are written into a table.
import type { ResultRecord } from '../../src/databases/write-results.ts';

/** @returns as many as asked for, each with every field filled */
export function* recordsOf(count: number): Generator<ResultRecord> {
  for (let n = 1; n <= count; n++)
    yield {
      custom_id: `abcdefghij-${n}`,
      status: 'succeeded',
      response: `Answer ${n}: \0 it's “fine”`,
      stop_reason: 'end_turn',
      model: 'claude-haiku-5-5',
      input_tokens: n,
      output_tokens: 2 * n,
      cost_usd: (n * 0.000005).toFixed(6),
      error: null,
      attempt: 1,
    };
}

/** @returns the same, until something goes wrong after so many */
export function* brokenAfter(count: number): Generator<ResultRecord> {
  yield* recordsOf(count);
  throw Object.assign(new Error('The disk went away.'), { code: 'EIO' });
}
