// The rows, requests and results of a job: work on them is done elsewhere (a worker process), one task at a time per job.
import type { PlannedBatch, RemoteBatch } from '../core/batch.ts';
import type { CacheEnd } from '../core/cache.ts';
import type { JsonObject } from '../core/json.ts';
import type { Model } from '../core/model.ts';
import type { ProblemList } from '../core/problem.ts';
import type { Preview } from '../core/request.ts';
import type { ResultsFormat } from '../core/results-file.ts';
import type { Overrides, RetryChoice } from '../core/retry.ts';
import type { FormatName, SettingProblem, Settings, Split } from '../core/settings.ts';
import type { UnsentPart } from '../core/stranger.ts';
import type { Tally } from '../core/tally.ts';

export interface JobData {
  /** Reads a downloaded file into rows. @throws UserError when the file as a whole cannot be used */
  build(input: BuildInput): Promise<BuildReport>;
  /** Renders every request under the settings and says what would be sent. */
  check(input: CheckInput): Promise<CheckReport>;
  /** Chooses the rows of another attempt, renders them and says what would be sent. */
  checkRetry(input: CheckRetryInput): Promise<CheckReport>;
  /** Sends one planned message batch, once. @throws ServiceError; UserError when it is not what was previewed */
  send(input: SendInput): Promise<RemoteBatch>;
  /** Stores the results of a message batch; again is harmless. @throws ServiceError */
  collect(input: CollectInput): Promise<CollectReport>;
  /** @returns some custom_ids of the results of any message batch. @throws ServiceError */
  sampleIds(input: { remoteId: string }): Promise<string[]>;
  /** @returns the position of the part that all these custom_ids are rows of; null when none is */
  findPart(input: FindPartInput): Promise<number | null>;
  /** @param input.hasCache whether something was marked for the prompt cache */
  count(input: { jobId: string; hasCache: boolean }): Promise<Tally>;
  /** Writes a results file. */
  export(input: ExportInput): Promise<{ bytes: number }>;
  /** Deletes everything of a job. */
  remove(input: { jobId: string }): Promise<null>;
}

export interface BuildInput {
  jobId: string;
  sourcePath: string;
  fileName: string;
  settings: Pick<Settings, 'format' | 'split' | 'sheet' | 'query'>;
}

export interface BuildReport {
  format: FormatName;
  split: Split | null;
  readyMade: boolean;
  columns: string[];
  rows: number;
  notes: string[];
  problems: ProblemList;
}

export interface CheckInput {
  jobId: string;
  format: FormatName;
  settings: Settings;
  /** null when the API could not be asked. */
  models: Model[] | null;
  /** Most requests of one message batch; the API's own limit holds all the same. */
  maxBatchRequests: number;
  /** What is marked for the prompt cache; the first request is then a message batch of its own. */
  cache: CacheEnd | null;
}

/** The same for some rows of an ended job. */
export interface CheckRetryInput extends CheckInput {
  attempt: number;
  choice: RetryChoice;
}

export interface CheckReport {
  requests: number;
  /** Rows that give the same request as an earlier one, and what sending them all the same would mean. */
  duplicates: { rows: number; loads: Load[] };
  skipped: ProblemList;
  blockers: SettingProblem[];
  notes: string[];
  previews: Preview[];
  samples: Sample[];
  loads: Load[];
  plan: PlannedBatch[];
}

/** A request whose tokens are to be counted, and the bytes it stands for. */
export interface Sample {
  model: string;
  params: JsonObject;
  bytes: number;
}

/** What one model would have to do. */
export interface Load {
  model: string;
  requests: number;
  bytes: number;
  /** Of the longest request. */
  longestBytes: number;
  maxOutputTokens: number;
}

export type SendInput = Pick<CheckInput, 'jobId' | 'format' | 'settings' | 'cache'> & {
  batch: PlannedBatch;
  attempt: number;
  overrides: Overrides;
};

export interface CollectInput {
  jobId: string;
  remoteId: string;
  /** The rows that were sent; null for a message batch that was created elsewhere. */
  sent: { attempt: number; firstSeq: number; lastSeq: number } | null;
  /** True when it is not certain that the message batch is this job's: a single foreign custom_id then leaves nothing stored. */
  isDoubted: boolean;
}

export interface CollectReport {
  /** Requests of this message batch whose result is now stored. */
  stored: number;
  malformed: number;
  /** Results whose custom_id is none of this message batch's. */
  foreign: number;
}

export interface FindPartInput {
  jobId: string;
  customIds: string[];
  parts: UnsentPart[];
}

export interface ExportInput {
  jobId: string;
  format: ResultsFormat;
  idColumn: string | null;
  /** True while the job runs: only rows that have a result. */
  isPartial: boolean;
  /** Where the file shall be. */
  path: string;
}
