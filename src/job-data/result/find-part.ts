// Task: which part of the job do these custom_ids belong to?
import type { FindPartInput } from '../../ports/job-data.ts';
import type { JobFile } from '../job-file.ts';
import { createSeqFinder } from './seq-finder.ts';

/** @returns the position in `parts` of the one that all custom_ids are rows of; null when none is */
export function findPart(file: JobFile, { jobId, customIds, parts }: FindPartInput): number | null {
  const found = parts.findIndex((part) => {
    const findSeq = createSeqFinder(file, jobId, part);
    return customIds.every((customId) => findSeq(customId) !== null);
  });
  return found < 0 ? null : found;
}
