// Results files: their formats, which rows they hold, and their names.
import type { Job } from '../job/job.ts';

export const RESULTS_FORMATS = ['csv', 'tsv', 'jsonl', 'json', 'xlsx', 'sqlite', 'md'] as const;
export type ResultsFormat = (typeof RESULTS_FORMATS)[number];

/**
 * Rows by how they came out. `succeeded`: with a whole answer; `failed`: all others, never sent ones too, in the shape of
 * the source and with what to fix, to be mended and dropped again.
 */
export const RESULTS_KINDS = [
  'succeeded',
  'failed',
  'errored',
  'expired',
  'canceled',
  'cut-off',
  'refused',
  'misfit',
] as const;
export type ResultsKind = (typeof RESULTS_KINDS)[number];

/** What a person wants of the results. */
export interface ResultsRequest {
  formats: ResultsFormat[];
  /** null: every row that was sent. */
  only: ResultsKind | null;
  /** By name, in this order; null: all. */
  columns: string[] | null;
  /** True: what a spreadsheet program may take for a formula is left as it is. */
  isRaw: boolean;
}

/** What comes with the closing message. */
export const WITH_CLOSING: ResultsRequest = {
  formats: ['csv', 'jsonl'],
  only: null,
  columns: null,
  isRaw: false,
};

/** @returns the request for the rows of a job that have no whole answer; ready-made requests stay JSON lines */
export function failedRows({ report }: Pick<Job, 'report'>): ResultsRequest {
  return { ...WITH_CLOSING, formats: [report?.readyMade ? 'jsonl' : 'csv'], only: 'failed' };
}

/** @returns the source's name without its ending, in letters that every system takes */
export function baseName(job: Pick<Job, 'source' | 'number'>): string {
  const base = (job.source?.name ?? '').replace(/\.[^.]*$/, '');
  const allowed = base.normalize('NFC').replace(/[^\p{L}\p{N}._-]+/gu, '-');
  // Cut between characters: half of one is no valid name.
  const safe = [...allowed.replace(/^[.-]+/, '')]
    .slice(0, 80)
    .join('')
    .replace(/[.-]+$/, '');
  return safe || `job-${job.number}`;
}

/**
 * @param ending a format, or `zip` for several
 * @param isPartial true while the job runs
 * @returns e.g. 'products-results.csv', 'products-failed.csv'
 */
export function resultsFileName(
  job: Pick<Job, 'source' | 'number'>,
  ending: ResultsFormat | 'zip',
  { only = null, isPartial = false }: { only?: ResultsKind | null; isPartial?: boolean } = {},
): string {
  const part = isPartial ? '-partial' : '';
  if (only === 'failed') return `${baseName(job)}-failed${part}.${ending}`;
  return `${baseName(job)}-results${only === null ? '' : `-${only}`}${part}.${ending}`;
}

const MOST_FILES = 3;
/** Text becomes a fifth of this as a ZIP; Slack takes files of 1 GB. */
const MOST_BYTES = 200_000_000;

/** @param bytes of each file of one request @returns whether they go as one ZIP */
export function isPacked(bytes: readonly number[]): boolean {
  return bytes.length > MOST_FILES || bytes.reduce((sum, one) => sum + one, 0) > MOST_BYTES;
}
