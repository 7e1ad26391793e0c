// Task: what came of a job, counted from its stored results.

import { countAnswerLabels, countFieldLabels, labelFields } from '../../core/answer/label-counts.ts';
import { type CacheUse, cacheOutcome } from '../../core/money/cache.ts';
import { CUT_OFF_REASONS } from '../../core/result/retry.ts';
import type { LabelCounts, Tally } from '../../core/result/tally.ts';
import type { CountInput } from '../../ports/job-data.ts';
import type { JobFile } from '../job-file.ts';
import { countMisfits } from './misfits.ts';

const CUT_OFF = `(${CUT_OFF_REASONS.map((reason) => `'${reason}'`).join(', ')})`;
const ERRORS_SHOWN = 5;
/** How every row came out: a result counts for the rows that gave the same request, too. */
const OF_ALL_ROWS = `(
  SELECT status, stop_reason, error_type, error, response FROM result
  UNION ALL SELECT status, stop_reason, error_type, error, response FROM same_as JOIN result ON result.seq = as_seq)`;

type Outcomes = Omit<Tally, 'errors' | 'labels' | 'misfit' | 'requests' | 'missing' | keyof Billed> & {
  results: number;
};
type Billed = Pick<Tally, 'inputTokens' | 'outputTokens' | 'costMicros'>;

/** @returns the tally of every row that may be sent; the money is that of all requests and attempts, each once. */
export function count(file: JobFile, { answerFields, hasCache }: Omit<CountInput, 'jobId'>): Tally {
  const requests = one(
    file
      .prepare<[], { n: number }>('SELECT (SELECT count(*) FROM row) - (SELECT count(*) FROM skipped) AS n')
      .get(),
  ).n;
  const sums = one(
    file
      .prepare<[], Outcomes>(
        `SELECT count(*) AS results,
           total(status = 'succeeded') AS succeeded, total(status = 'errored') AS errored,
           total(status = 'canceled') AS canceled, total(status = 'expired') AS expired,
           total(status = 'succeeded' AND stop_reason IN ${CUT_OFF}) AS cutOff,
           total(status = 'succeeded' AND stop_reason = 'refusal') AS refused
         FROM ${OF_ALL_ROWS}`,
      )
      .get(),
  );
  const { unpriced, ...billed } = one(
    file
      .prepare<[], Billed & { unpriced: number }>(
        `SELECT total(input_tokens) AS inputTokens, total(output_tokens) AS outputTokens,
           total(cost_micros) AS costMicros, total(cost_micros IS NULL) AS unpriced
         FROM (SELECT input_tokens, output_tokens, cost_micros FROM result
           UNION ALL SELECT input_tokens, output_tokens, cost_micros FROM other_result)`,
      )
      .get(),
  );
  const errors = file
    .prepare<[number], { text: string; count: number }>(
      `SELECT coalesce(error_type || ': ', '') || coalesce(error, '') AS text, count(*) AS count
       FROM ${OF_ALL_ROWS} WHERE status = 'errored' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?`,
    )
    .all(ERRORS_SHOWN);
  const { results, ...outcomes } = sums;
  return {
    requests,
    missing: requests - results,
    ...outcomes,
    misfit: countMisfits(file),
    ...billed,
    costMicros: unpriced > 0 ? null : billed.costMicros,
    ...(hasCache ? { cache: cacheOutcome(cacheUses(file)) } : {}),
    errors,
    labels: labelsOf(file, answerFields),
  };
}

/** Reads every answer, and so only where values are worth counting; answers that are no labels show it soon. */
function labelsOf(file: JobFile, fields: CountInput['answerFields']): LabelCounts[] {
  if (fields.length > 0 && labelFields(fields).length === 0) return [];
  const answers = file
    .prepare<[], string>(
      `SELECT response FROM ${OF_ALL_ROWS} WHERE status = 'succeeded' AND response IS NOT NULL`,
    )
    .pluck();
  return fields.length === 0
    ? countAnswerLabels(answers.iterate())
    : countFieldLabels(fields, answers.iterate());
}

function one<T>(row: T | undefined): T {
  if (row === undefined) throw new Error('An aggregate gave no row.');
  return row;
}

/** What was read from the cache and written to it, by model. Shapes are counted first: their JSON is then read once each. */
function cacheUses(file: JobFile): CacheUse[] {
  const all =
    '(SELECT model, usage, shape FROM result UNION ALL SELECT model, usage, shape FROM other_result)';
  return file
    .prepare<[], CacheUse>(
      `SELECT model, total(n * json_extract(json, '$.cache_read_input_tokens')) AS readTokens,
         total(n * json_extract(json, '$.cache_creation_input_tokens')) AS writtenTokens
       FROM (
         SELECT used.model, shape.usage AS json, n FROM shape JOIN (
           SELECT model, shape AS id, count(*) AS n FROM ${all} WHERE shape IS NOT NULL GROUP BY 1, 2
         ) AS used ON used.id = shape.id
         UNION ALL SELECT model, usage, 1 FROM ${all} WHERE usage IS NOT NULL)
       GROUP BY model`,
    )
    .all();
}
