// Task: write the results into a table of the operator's database.
import type { Json } from '../../core/json.ts';
import { dollarsForFile } from '../../core/money/pricing.ts';
import { type NamedSource, noSuchSource } from '../../core/source/named-source.ts';
import type { ResultRecord } from '../../databases/write-results.ts';
import type { WriteResultsInput, WriteResultsReport } from '../../ports/job-data.ts';
import type { JobFile } from '../job-file.ts';
import { tableFacts } from '../rows/rows.ts';
import { joinedRows } from './joined-rows.ts';
import { createIdOf, errorText, outcomeOf } from './joined-table.ts';

/** Doing it again writes the same rows anew. @throws UserError when the database does not take them */
export async function writeResultsOf(
  file: JobFile,
  input: WriteResultsInput,
  sources: readonly NamedSource[],
): Promise<WriteResultsReport> {
  const source = sources.find(({ name }) => name === input.sourceName);
  if (!source) throw noSuchSource(input.sourceName);
  const { writeResults } = await import('../../databases/write-results.ts');
  return writeResults(source, { id: input.jobId, number: input.jobNumber }, records(file, input));
}

function* records(file: JobFile, input: WriteResultsInput): Generator<ResultRecord> {
  const idOf = createIdOf(tableFacts(file), input);
  for (const row of joinedRows(file, input.isPartial)) {
    const { status, error } = outcomeOf(row, input);
    yield {
      custom_id: idOf(row.seq, JSON.parse(row.cells) as Json[]),
      status,
      response: row.response,
      stop_reason: row.stop_reason,
      model: row.model,
      input_tokens: row.input_tokens,
      output_tokens: row.output_tokens,
      cost_usd: row.cost_micros === null ? null : dollarsForFile(row.cost_micros),
      error: errorText(error),
      attempt: row.attempt,
    };
  }
}
