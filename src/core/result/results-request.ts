// What a person types about results files, read against what there is.
import { answerColumns } from '../answer/answer.ts';
import { UserError } from '../errors.ts';
import { answerFieldsOf, type Job } from '../job/job.ts';
import { nearest } from '../nearest.ts';
import { REASON_COLUMN } from './mend.ts';
import { RESULT_COLUMNS, SAME_AS } from './result-columns.ts';
import { RESULTS_FORMATS, type ResultsFormat, type ResultsKind } from './results-file.ts';

/** @param text e.g. 'csv' or 'xlsx,md' @returns each once @throws UserError when one is no format */
export function readFormats(text: string): ResultsFormat[] {
  const formats = partsOf(text).map((name) => {
    const format = RESULTS_FORMATS.find((one) => one === name.toLowerCase());
    if (format !== undefined) return format;
    throw new UserError(
      'results-format',
      `“${name}” is no format of results files.`,
      `It can be ${RESULTS_FORMATS.join(', ')}; several with commas between.`,
    );
  });
  return [...new Set(formats)];
}

/** @returns the columns that a results file of the job has: the source's, and what the bot adds */
export function resultsColumns(job: Pick<Job, 'report' | 'settings'>, only: ResultsKind | null): string[] {
  const { report } = job;
  const columns = report?.columns ?? [];
  if (only === 'failed') return [...columns.filter((name) => name !== REASON_COLUMN), REASON_COLUMN];
  // Ready-made requests have none of their own: their custom_id is ours, their params stay out.
  const source = report?.readyMade ? [] : columns;
  const answers = answerColumns(answerFieldsOf(job), [...source, ...RESULT_COLUMNS]);
  const copies = report?.duplicates ? [SAME_AS] : [];
  return [...source, ...answers, ...RESULT_COLUMNS, ...copies];
}

/**
 * @param known as `resultsColumns` gives them
 * @returns the names as they are written in the file, each once
 * @throws UserError that names the nearest column
 */
export function readColumns(text: string, known: readonly string[]): string[] {
  const parts = partsOf(text);
  const columns: string[] = [];
  while (parts.length > 0) {
    const [found, length] = longestName(parts, known);
    const [name = ''] = parts.splice(0, length);
    if (found !== undefined) {
      columns.push(found);
      continue;
    }
    const near = nearest(name, known);
    throw new UserError(
      'results-column',
      `The results have no column “${name}”.`,
      near === null ? `They have ${known.slice(0, 30).join(', ')}.` : `Did you mean “${near}”?`,
    );
  }
  return [...new Set(columns)];
}

/** A name may have commas in it: the longest that is known counts. @returns it with its number of parts */
function longestName(parts: readonly string[], known: readonly string[]): [string | undefined, number] {
  const spaced = (name: string) =>
    name
      .split(',')
      .map((part) => part.trim())
      .join(',');
  for (let length = parts.length; length >= 1; length--) {
    const name = parts.slice(0, length).join(',');
    const found =
      known.find((one) => spaced(one) === name) ??
      known.find((one) => spaced(one).toLowerCase() === name.toLowerCase());
    if (found !== undefined) return [found, length];
  }
  return [undefined, 1];
}

function partsOf(text: string): string[] {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.length > 0) return parts;
  throw new UserError('no-names', 'There is nothing between the commas.', 'Name at least one.');
}
