// Names of results files, from the name of the source.
import type { Job } from './job.ts';

/** @returns e.g. 'products-results.csv'; letters, digits, dot, dash and underscore only, so that every system takes it. */
export function resultsFileName(job: Pick<Job, 'source' | 'number'>, extension: string): string {
  const base = (job.source?.name ?? '').replace(/\.[^.]*$/, '');
  const allowed = base.normalize('NFC').replace(/[^\p{L}\p{N}._-]+/gu, '-');
  // Cut between characters: half of one is no valid name.
  const safe = [...allowed.replace(/^[.-]+/, '')]
    .slice(0, 80)
    .join('')
    .replace(/[.-]+$/, '');
  return `${safe || `job-${job.number}`}-results.${extension}`;
}
