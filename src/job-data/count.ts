// Task: what came of a job, counted from its stored results.
import type { Tally } from '../core/tally.ts';
import type { JobFile } from './job-file.ts';

/** stop_reasons of answers that ended before they were complete. */
const CUT_OFF = `('max_tokens', 'model_context_window_exceeded', 'pause_turn')`;
const ERRORS_SHOWN = 5;

type Sums = Omit<Tally, 'errors' | 'requests' | 'missing'> & { results: number; unpriced: number };

/** @returns the tally of every request that was sent. */
export function count(file: JobFile): Tally {
  const requests = one(
    file
      .prepare<[], { n: number }>('SELECT (SELECT count(*) FROM row) - (SELECT count(*) FROM skipped) AS n')
      .get(),
  ).n;
  const sums = one(
    file
      .prepare<[], Sums>(
        `SELECT count(*) AS results,
           total(status = 'succeeded') AS succeeded, total(status = 'errored') AS errored,
           total(status = 'canceled') AS canceled, total(status = 'expired') AS expired,
           total(status = 'succeeded' AND stop_reason IN ${CUT_OFF}) AS cutOff,
           total(status = 'succeeded' AND stop_reason = 'refusal') AS refused,
           total(input_tokens) AS inputTokens, total(output_tokens) AS outputTokens,
           total(cost_micros) AS costMicros, total(cost_micros IS NULL) AS unpriced
         FROM result`,
      )
      .get(),
  );
  const errors = file
    .prepare<[number], { text: string; count: number }>(
      `SELECT coalesce(error_type || ': ', '') || coalesce(error, '') AS text, count(*) AS count
       FROM result WHERE status = 'errored' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?`,
    )
    .all(ERRORS_SHOWN);
  const { results, unpriced, costMicros, ...rest } = sums;
  return {
    requests,
    missing: requests - results,
    ...rest,
    costMicros: unpriced > 0 ? null : costMicros,
    errors,
  };
}

function one<T>(row: T | undefined): T {
  if (row === undefined) throw new Error('An aggregate gave no row.');
  return row;
}
