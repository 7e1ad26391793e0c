// Control data: jobs, message batches, messages owed, events and files seen.

import type { TrialRow, TrialState } from '../core/draft/trial.ts';
import type { Batch, BatchState } from '../core/job/batch.ts';
import type { PastRun } from '../core/job/eta.ts';
import type { Job, JobState, NewJob } from '../core/job/job.ts';
import type { InboxEvent, OwedMessage, OwedMessageState, Upload } from '../core/job/messages.ts';
import type { Stranger } from '../core/trouble/stranger.ts';
import type { JobMove } from './job-move.ts';
import type { Ledger, NewMessage } from './ledger.ts';
import type { Recipes } from './recipes.ts';
import type { Schedules } from './schedules.ts';

/** Control data. Every move names the states it expects and answers null when the row is in none of them. */
export interface Store {
  /** @returns false when the event was stored before. */
  saveEvent(event: InboxEvent): Promise<boolean>;
  unfinishedEvents(): Promise<InboxEvent[]>;
  finishEvent(id: string, at: number): Promise<void>;
  forgetEvents(finishedBefore: number): Promise<void>;

  noteUpload(upload: Upload): Promise<void>;
  newestUpload(where: { teamId: string; channelId: string; userId: string | null }): Promise<Upload | null>;
  uploadsAt(where: { teamId: string; channelId: string; messageTs: string }): Promise<Upload[]>;

  /** @returns the new job, or null when `onceKey` has a job already. */
  createJob(job: NewJob): Promise<Job | null>;
  job(id: string): Promise<Job | null>;
  jobByNumber(teamId: string, number: number): Promise<Job | null>;
  jobByRemoteId(teamId: string, remoteId: string): Promise<Job | null>;
  /** @returns the job that this upload became part of, if by itself: not one that was asked for by command */
  jobByUpload(where: Pick<Upload, 'teamId' | 'channelId' | 'fileId'>): Promise<Job | null>;
  /** Deletes what was asked and answered in trials of the job, and messages of it that were never posted. */
  forgetDetails(jobId: string): Promise<void>;
  /** @returns the job that was made with this key */
  jobByOnceKey(teamId: string, onceKey: string): Promise<Job | null>;
  jobsIn(states: JobState[]): Promise<Job[]>;
  /** Newest first: the jobs that stand in this channel and, from anywhere, this person's. */
  listJobs(where: { teamId: string; channelId: string; userId: string; limit: number }): Promise<Job[]>;
  /** Jobs whose card or thread this is, the newest first, without discarded and deleted ones. */
  jobsInThread(where: { teamId: string; channelId: string; threadTs: string }): Promise<Job[]>;
  /** Jobs that a person started or submitted, those under way first, then those that are prepared, the newest first; a page of them, and how many there are. */
  jobsOfPerson(where: {
    teamId: string;
    userId: string;
    offset: number;
    limit: number;
  }): Promise<{ jobs: Job[]; total: number }>;
  /** Of all workspaces, the newest first: jobs that ended by themselves, at their first attempt. */
  pastRuns(limit: number): Promise<PastRun[]>;
  moveJob(id: string, move: JobMove): Promise<Job | null>;

  /** Replaces the batches of a job that were never attempted. */
  planBatches(jobId: string, batches: NewBatch[]): Promise<void>;
  batchesOf(jobId: string): Promise<Batch[]>;
  /** All message batches of jobs in these states, by job id. */
  batchesOfJobsIn(states: JobState[]): Promise<Map<string, Batch[]>>;
  batchesIn(states: BatchState[]): Promise<Batch[]>;
  /** Those of these message batches that are parts of jobs; one that is only watched is not. */
  knownRemoteIds(ids: string[]): Promise<string[]>;
  moveBatch(id: string, move: BatchMove): Promise<Batch | null>;

  /** Message batches at Anthropic that the bot has no record of; one that was stored before stays as it is. */
  saveStrangers(strangers: Stranger[], keyFingerprint: string): Promise<void>;
  /** Those of this API key of which it is not known yet whose they are, the oldest first. */
  openStrangers(keyFingerprint: string): Promise<Stranger[]>;
  /** All of this API key, also those of which it is known whose they are. */
  strangers(keyFingerprint: string): Promise<Stranger[]>;
  /** It is known whose it is. */
  closeStranger(remoteId: string, at: number): Promise<void>;

  /** Adds a message we owe to a conversation, unless its key is there; @returns the stored one. */
  oweMessage(message: NewMessage): Promise<OwedMessage>;
  owedMessage(key: string): Promise<OwedMessage | null>;
  owedMessagesOf(jobId: string): Promise<OwedMessage[]>;
  owedMessagesIn(states: OwedMessageState[]): Promise<OwedMessage[]>;
  /** Jobs with a posted card that shows another state or revision than the job has (stateKey), or that owe none yet and should. */
  jobsWithStaleCards(): Promise<string[]>;
  moveOwedMessage(key: string, move: OwedMessageMove): Promise<OwedMessage | null>;

  /** In the order of the rows. */
  trialRows(of: Pick<TrialRow, 'jobId' | 'revision'>): Promise<TrialRow[]>;
  moveTrialRow(row: Pick<TrialRow, 'jobId' | 'revision' | 'seq'>, move: TrialMove): Promise<TrialRow | null>;

  /** What the bot remembers about itself, by name; null when it was never saved. */
  setting(name: string): Promise<string | null>;
  saveSetting(name: string, value: string): Promise<void>;

  ledger: Ledger;
  recipes: Recipes;
  schedules: Schedules;

  close(): Promise<void>;
}

export type NewBatch = Pick<
  Batch,
  | 'id'
  | 'position'
  | 'attempt'
  | 'state'
  | 'firstSeq'
  | 'lastSeq'
  | 'requests'
  | 'bodyBytes'
  | 'bodySha256'
  | 'remoteId'
> &
  Partial<Pick<Batch, 'keyFingerprint' | 'createdAt' | 'expiresAt' | 'counts'>>;

export type BatchMove = {
  from: BatchState[];
  to: BatchState;
  set?: Partial<
    Omit<
      Batch,
      | 'id'
      | 'jobId'
      | 'position'
      | 'attempt'
      | 'state'
      | 'firstSeq'
      | 'lastSeq'
      | 'requests'
      | 'bodyBytes'
      | 'bodySha256'
    >
  >;
};

export type OwedMessageMove = {
  from: OwedMessageState[];
  to: OwedMessageState;
  set?: Partial<Omit<OwedMessage, 'key' | 'jobId' | 'kind' | 'state'>>;
};

export type TrialMove = {
  from: TrialState[];
  to: TrialState;
  set?: Partial<Pick<TrialRow, 'round' | 'askedBy' | 'askedAt' | 'answer' | 'failure'>>;
};
