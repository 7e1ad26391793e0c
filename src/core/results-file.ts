// Names of results files, from the name of the source.
import type { Job } from './job.ts';

/** `mend`: source rows that would fail again, with what to fix. */
export type ResultsFormat = 'csv' | 'jsonl' | 'mend';

/**
 * @param isPartial true while the job runs
 * @returns e.g. 'products-results.csv'; letters, digits, dot, dash and underscore only, so that every system takes it
 */
export function resultsFileName(
  job: Pick<Job, 'source' | 'number' | 'report'>,
  format: ResultsFormat,
  isPartial = false,
): string {
  const base = (job.source?.name ?? '').replace(/\.[^.]*$/, '');
  const allowed = base.normalize('NFC').replace(/[^\p{L}\p{N}._-]+/gu, '-');
  // Cut between characters: half of one is no valid name.
  const safe = [...allowed.replace(/^[.-]+/, '')]
    .slice(0, 80)
    .join('')
    .replace(/[.-]+$/, '');
  const name = safe || `job-${job.number}`;
  if (format === 'mend') return `${name}-to-mend.${job.report?.readyMade ? 'jsonl' : 'csv'}`;
  return `${name}-results${isPartial ? '-partial' : ''}.${format}`;
}
