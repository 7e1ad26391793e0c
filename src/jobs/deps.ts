// What every verb may use; each takes only what it names.

import type { EditAllowance } from '../core/job/edit-allowance.ts';
import type { SourceRights } from '../core/source/named-source.ts';
import type { BatchApi } from '../ports/batch-api.ts';
import type { Clock, NewId } from '../ports/clock.ts';
import type { FileSource, Notifier } from '../ports/conversation.ts';
import type { Directory } from '../ports/directory.ts';
import type { JobData } from '../ports/job-data.ts';
import type { Log } from '../ports/log.ts';
import type { Store } from '../ports/store.ts';
import type { ModelList } from './draft/model-list.ts';
import type { History } from './follow/history.ts';
import type { TickMemory } from './follow/tick-memory.ts';
import type { Locks } from './locks.ts';
import type { StorageAlarm } from './show/storage-alarm.ts';

export interface Deps {
  store: Store;
  batchApi: BatchApi;
  jobData: JobData;
  notifier: Notifier;
  files: FileSource;
  directory: Directory;
  clock: Clock;
  newId: NewId;
  log: Log;
  locks: Locks;
  modelList: ModelList;
  history: History;
  edits: EditAllowance;
  memory: TickMemory;
  lookout: Lookout;
  background: Background;
  alarm: StorageAlarm;
  options: JobOptions;
}

export interface JobOptions {
  defaultModel: string;
  /** Ids of people who may configure, besides the admins and owners of the workspace. */
  admins: readonly string[];
  /** How long an unknown submission is left to settle before Anthropic's list is believed. */
  settleMs: number;
  /** Most requests of one message batch, for this bot. */
  maxBatchRequests: number;
  /** How long a bare file event waits for the message that may carry the same file. */
  offerAfterMs: number;
  /** Whether text in CSV that a spreadsheet program may take for a formula is made harmless. */
  guardFormulas: boolean;
  /** The operator's databases. */
  sources: readonly SourceRights[];
  /** The builders that there are at this moment. */
  builderNames: () => Promise<string[]>;
  paths: {
    source(jobId: string, index?: number): string;
    results(jobId: string, fileName: string): string;
    handout(name: string): string;
    jobFile(jobId: string): string;
    folder(jobId: string): string;
  };
}

/** The look at Anthropic that is made once after each start, see lookout.ts. */
export interface Lookout {
  startedAt: number;
  isDone: boolean;
}

/** Starts work that nobody waits for; failures are logged, and the next tick takes the work up again. */
export interface Background {
  run(what: string, jobId: string, work: () => Promise<unknown>): void;
  /** The same, but not while the same work for the same job that was started here is under way, and only a few at once. */
  runUnlessBusy(what: string, jobId: string, work: () => Promise<unknown>): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}
