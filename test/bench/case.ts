// A piece of work that is measured: what it is given, and how its figures are told.

export interface CaseInput {
  csv: string;
  jobFile: string;
  /** A file that is made or taken. */
  out: string;
  /** The other end of connections. */
  url: string;
  /** The message batches of the job, as JSON of the check. */
  plan: string;
  /** Which message batch of the job, from 0. */
  part: number;
}

type Work = () => Promise<string | number>;

/** By name: prepares, and gives the work to be measured, which gives what it made, to be compared. */
export type Cases = Record<string, (input: CaseInput) => Work | Promise<Work>>;

export interface Measured {
  /** In the process: start and imports do not count. */
  ms: number;
  /** Most memory of the process. */
  rssMb: number;
  made: string | number | null;
}
