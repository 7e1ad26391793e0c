// The rows, requests and results of a job: work on them is done elsewhere (a worker process), one task at a time per job.
import type { AnswerField } from '../core/answer/answer-fields.ts';
import type { Model } from '../core/draft/model.ts';
import type { FormatName, SettingProblem, Settings, Split } from '../core/draft/settings.ts';
import type { TrialPreview } from '../core/draft/trial.ts';
import type { PlannedBatch, RemoteBatch } from '../core/job/batch.ts';
import type { ById, Source } from '../core/job/job.ts';
import type { JsonObject } from '../core/json.ts';
import type { CacheEnd } from '../core/money/cache.ts';
import type { Preview } from '../core/request/request.ts';
import type { ResultsFormat, ResultsKind } from '../core/result/results-file.ts';
import type { Overrides, RetryChoice } from '../core/result/retry.ts';
import type { RowRef } from '../core/result/row-ref.ts';
import type { Tally } from '../core/result/tally.ts';
import type { ProblemList } from '../core/source/problem.ts';
import type { UnsentPart } from '../core/trouble/stranger.ts';
import type { ReadRow } from './row-report.ts';

export interface JobData {
  /** Reads a downloaded file into rows. @throws UserError when the file as a whole cannot be used */
  build(input: BuildInput): Promise<BuildReport>;
  /** Renders every request under the settings and says what would be sent. */
  check(input: CheckInput): Promise<CheckReport>;
  /** Chooses the rows of another attempt, renders them and says what would be sent. */
  checkRetry(input: CheckRetryInput): Promise<CheckReport>;
  /** Renders some rows, to be asked one by one. */
  trialRows(input: TrialRowsInput): Promise<TrialRequest[]>;
  /**
   * Sends one planned message batch, once.
   * @param begin stores the intent when its turn has come, which may be long after it was asked for; nothing is sent when it throws
   * @throws ServiceError; UserError when it is not what was previewed; whatever `begin` throws
   */
  send(input: SendInput, begin: () => Promise<void>): Promise<RemoteBatch>;
  /** Uploads one document of the job. @throws ServiceError; UserError when Anthropic does not take it */
  uploadDocument(input: UploadInput): Promise<{ fileId: string }>;
  /** Stores the results of a message batch; again is harmless. @throws ServiceError */
  collect(input: CollectInput): Promise<CollectReport>;
  /** @returns some custom_ids of the results of any message batch. @throws ServiceError */
  sampleIds(input: { remoteId: string }): Promise<string[]>;
  /** @returns the position of the part that all these custom_ids are rows of; null when none is */
  findPart(input: FindPartInput): Promise<number | null>;
  count(input: CountInput): Promise<Tally>;
  /** Writes a results file. */
  export(input: ExportInput): Promise<{ bytes: number }>;
  /** Puts files into one ZIP. */
  pack(input: PackInput): Promise<{ bytes: number }>;
  /** @returns the first rows that have an answer */
  firstRows(input: FirstRowsInput): Promise<FirstRows>;
  /** @returns everything that is known of one row, cut where it is long; null for the row when there is none */
  readRow(input: ReadRowInput): Promise<ReadRow>;
  /** Writes results into a table of one of the operator's databases; again is harmless. @throws UserError */
  writeResults(input: WriteResultsInput): Promise<WriteResultsReport>;
  /** Compares the answers of two jobs row by row. */
  compare(input: CompareInput): Promise<Comparison>;
  /** Writes a table that is at hand as a CSV file. */
  writeTable(input: WriteTableInput): Promise<null>;
  /** Deletes a file that was written for people; one that is not there is none. */
  removeFile(input: { path: string }): Promise<null>;
  /** Deletes everything of a job. */
  remove(input: { jobId: string }): Promise<null>;
}

export interface CompareInput {
  jobId: string;
  otherId: string;
  /** What the jobs are called in the file. */
  names: [string, string];
  /** The most changed rows that are returned. */
  rows: number;
  /** Where the changed rows are written as CSV; null: nowhere. */
  path: string | null;
  guardFormulas: boolean;
}

/** How many rows came out how in two jobs. */
export interface Comparison {
  same: number;
  changed: number;
  onlyFirst: number;
  onlySecond: number;
  neither: number;
  /** Rows that are not in both. */
  otherRows: number;
  /** The first changed ones: their cells as JSON, and their answers, cut. */
  first: { seq: number; cells: string; first: string | null; second: string | null }[];
}

export interface WriteTableInput {
  path: string;
  columns: string[];
  /** In the order of the columns. */
  rows: (string | number | null)[][];
  guardFormulas: boolean;
}

export interface BuildInput {
  jobId: string;
  /** Where the downloaded file is; nothing is there when the rows come from elsewhere. */
  sourcePath: string;
  /** Further files that came with it: then all of them are documents. */
  more: { path: string; name: string }[];
  /** Documents that go with the rows of the table. */
  documents: { path: string; name: string }[];
  source: Pick<Source, 'fileId' | 'name' | 'isDatabase' | 'builder'>;
  /** UTC milliseconds. */
  now: number;
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
  /** Documents that requests name by an id. */
  byId?: ById[];
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
  /** Rows that may be asked one by one, and what that would be. */
  trial: { seqs: number[]; loads: Load[] };
  plan: PlannedBatch[];
}

/** A request whose tokens are to be counted, and the bytes it stands for. */
export interface Sample {
  model: string;
  params: JsonObject;
  /** Of text; a file counts as the text that would have as many tokens, by a guess. */
  bytes: number;
}

/** What one model would have to do. */
export interface Load {
  model: string;
  requests: number;
  /** As of a sample. */
  bytes: number;
  /** Of the longest request. */
  longestBytes: number;
  maxOutputTokens: number;
  /** Whether these requests are kept in the US, which has its own price. */
  isUsOnly: boolean;
  /** How many of them use tools that Anthropic runs. */
  withServerTools: number;
}

export type TrialRowsInput = Pick<CheckInput, 'jobId' | 'format' | 'settings'> & {
  seqs: number[];
};

/** A row as a request of its own. */
export interface TrialRequest {
  seq: number;
  preview: TrialPreview;
  params: JsonObject;
}

export type SendInput = Pick<CheckInput, 'jobId' | 'format' | 'settings' | 'cache'> & {
  batch: PlannedBatch;
  attempt: number;
  overrides: Overrides;
  /** The ids of documents at Anthropic, by the sha256 of their bytes. */
  fileIds: Record<string, string>;
};

export interface UploadInput {
  jobId: string;
  /** Of the document's bytes. */
  sha256: string;
  /** What Anthropic calls it; by it an upload of unknown outcome is found. */
  fileName: string;
  /** After so long Anthropic deletes it by itself. */
  expiresInSeconds: number;
}

export interface CollectInput {
  jobId: string;
  remoteId: string;
  /** The rows that were sent; null for a message batch that was created elsewhere. */
  sent: { attempt: number; firstSeq: number; lastSeq: number } | null;
  /** True when it is not certain that the message batch is this job's: a single foreign custom_id then leaves nothing stored. */
  isDoubted: boolean;
  /** What the answers were asked for; empty: they are texts. */
  answerFields: AnswerField[];
}

export interface CollectReport {
  /** Requests of this message batch whose result is now stored. */
  stored: number;
  malformed: number;
  /** Results whose custom_id is none of this message batch's. */
  foreign: number;
}

export interface CountInput {
  jobId: string;
  answerFields: AnswerField[];
  /** Whether something was marked for the prompt cache. */
  hasCache: boolean;
}

export interface FindPartInput {
  jobId: string;
  customIds: string[];
  parts: UnsentPart[];
}

export interface ExportInput {
  jobId: string;
  format: ResultsFormat;
  /** null: every row that was sent. */
  only: ResultsKind | null;
  /** By name, in this order; null: all. */
  columns: string[] | null;
  idColumn: string | null;
  answerFields: AnswerField[];
  /** True while the job runs: only rows that have a result. */
  isPartial: boolean;
  /** Whether text that a spreadsheet program may take for a formula is made harmless. */
  guardFormulas: boolean;
  /** For a format that has one. */
  title: string;
  /** Where the file shall be. */
  path: string;
}

export type FirstRowsInput = Pick<ExportInput, 'jobId' | 'idColumn' | 'answerFields'> & {
  /** The most that are returned. */
  rows: number;
};

export interface PackInput {
  jobId: string;
  files: { path: string; name: string }[];
  /** Where the ZIP shall be. */
  path: string;
}

/** The first rows as people see them in the conversation. */
export interface FirstRows {
  columns: string[];
  /** Cells as text, cut where they are long. */
  rows: string[][];
}

export type ReadRowInput = Pick<CheckInput, 'jobId' | 'format' | 'settings'> &
  Pick<ExportInput, 'answerFields'> & {
    ref: RowRef;
  };

export type WriteResultsInput = Pick<ExportInput, 'jobId' | 'idColumn' | 'answerFields' | 'isPartial'> & {
  jobNumber: number;
  /** Of the database. */
  sourceName: string;
};

export interface WriteResultsReport {
  /** Rows that are new in the table. */
  written: number;
  /** Rows that were there and were written anew. */
  updated: number;
}
