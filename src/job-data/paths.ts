// Where a job's files are, below DATA_DIR.
import { join } from 'node:path';

export interface JobPaths {
  /** Rows, requests and results. */
  jobFile(jobId: string): string;
  /** A downloaded source. @param index of the file among those of the job; 0 when not given */
  source(jobId: string, index?: number): string;
  /** A results file made for people. */
  results(jobId: string, fileName: string): string;
  /** The folder of all handouts. */
  handouts: string;
  /** A file about no one job, made for people and deleted when they have it. */
  handout(name: string): string;
  /** Everything of a job except its file of rows. */
  folder(jobId: string): string;
}

/** @param dataDir the folder the operator named */
export function jobPaths(dataDir: string): JobPaths {
  const folder = (jobId: string) => join(dataDir, 'files', jobId);
  const handouts = join(dataDir, 'files', 'handouts');
  return {
    jobFile: (jobId) => join(dataDir, 'jobs', `${jobId}.sqlite`),
    source: (jobId, index = 0) => join(folder(jobId), index === 0 ? 'source' : `source-${index + 1}`),
    results: (jobId, fileName) => join(folder(jobId), fileName),
    handouts,
    handout: (name) => join(handouts, name),
    folder,
  };
}
