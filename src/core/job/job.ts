// A job is what one person asked for: a file, a prompt and a model, sent as one or more message batches.
import type { AnswerField } from '../answer/answer-fields.ts';
import type { FormatName, SettingProblem, Settings, Split } from '../draft/settings.ts';
import type { TrialPlan } from '../draft/trial.ts';
import type { CachePlan } from '../money/cache.ts';
import type { Estimate } from '../money/estimate.ts';
import type { Preview } from '../request/request.ts';
import type { Retry } from '../result/retry.ts';
import { isAllAnswered, type Tally } from '../result/tally.ts';
import type { ProblemList } from '../source/problem.ts';
import type { Approval } from './approval.ts';
import type { PlannedBatch } from './batch.ts';
import type { Deletion } from './deletion.ts';

export type JobState =
  | 'building' // the file is being fetched, read and priced
  | 'draft' // waits for a person
  | 'needs-approval' // a person pressed Submit or Retry; somebody else has to agree
  | 'submitting' // a person pressed Submit; message batches are being sent
  | 'running' // Anthropic has every message batch
  | 'canceling' // a person asked to stop
  | 'done' // results collected
  | 'discarded'
  | 'deleting' // its data is being deleted
  | 'deleted'
  | 'failed'; // the file could not be used

/** Allowed moves; everything else is refused by the store. */
export const JOB_MOVES: Record<JobState, readonly JobState[]> = {
  // straight to running: a watched message batch is neither read nor submitted here
  building: ['draft', 'failed', 'discarded', 'running'],
  // a draft all the same, with a word about what was found
  draft: ['draft', 'building', 'submitting', 'needs-approval', 'discarded'],
  // a draft or done again: nobody agreed
  'needs-approval': ['needs-approval', 'submitting', 'draft', 'done'],
  submitting: ['running', 'canceling', 'draft', 'done'],
  // submitting again: the results of a message batch show that it was not ours
  running: ['canceling', 'done', 'submitting'],
  // a draft again: canceled before anything was sent
  // canceling again: asked once more where the bot has not the key any more
  canceling: ['canceling', 'done', 'draft'],
  // another attempt for some of its rows; done again with another offer
  done: ['done', 'submitting', 'needs-approval', 'deleting'],
  discarded: ['deleting'],
  deleting: ['deleted'],
  deleted: [],
  failed: ['building', 'discarded', 'deleting'],
};

/** States in which something is under way outside of the bot, and those that wait for the person themselves. */
export const ACTIVE: readonly JobState[] = ['needs-approval', 'submitting', 'running', 'canceling'];
export const PREPARED: readonly JobState[] = ['building', 'draft'];

/** @returns whether message batches of the job may be at Anthropic */
export function hasBegun(state: JobState): boolean {
  return state === 'submitting' || state === 'running' || state === 'canceling';
}

/** @returns whether an ended job has rows without a whole answer, those that were never sent among them */
export function hasFailedRows({ report, tally }: Pick<Job, 'report' | 'tally'>): boolean {
  const skipped = report === null ? 0 : report.rows - report.requests - (report.duplicates?.rows ?? 0);
  return skipped > 0 || (tally !== null && !isAllAnswered(tally));
}

/** @returns the fields that the answers of a job were asked for; ready-made requests bring what they ask for themselves */
export function answerFieldsOf({ settings, report }: Pick<Job, 'settings' | 'report'>): AnswerField[] {
  return report?.readyMade ? [] : settings.answerFields;
}

/** A file as Slack knows it. */
export interface SourceFile {
  /** '' when the rows come from somewhere else. */
  fileId: string;
  /** Of the file, else of the database or builder. */
  name: string;
  sizeBytes: number;
}

/** Where a job's rows came from. */
export interface Source extends SourceFile {
  /** ts of the message that carried the file, when known. */
  messageTs: string | null;
  /** Who dropped the file, where somebody else made a job of it. */
  byUserId?: string;
  /** Documents of the same message, which are rows of the same job. */
  more: SourceFile[];
  /** Documents of the same message that go with the rows of this table. */
  documents?: SourceFile[];
  /** True: the rows are those of the operator's database of this name. */
  isDatabase?: boolean;
  /** The operator's builder that makes the requests, of the file's rows when there is a file. */
  builder?: { name: string; args: Record<string, string> };
}

/** @returns all files of a job, the one that gives it its name first; none when the rows come from elsewhere */
export function filesOf({ fileId, name, sizeBytes, more, documents = [] }: Source): SourceFile[] {
  return fileId === '' ? [] : [{ fileId, name, sizeBytes }, ...more, ...documents];
}

/** A document that requests name by an id, which Anthropic gives when it is uploaded. */
export interface ById {
  name: string;
  /** Of its bytes, in hex; it stands for the id until that is known. */
  sha256: string;
}

/** @returns whether files stand before the prompts of a job */
export function hasFiles(format: FormatName, { source }: Pick<Job, 'source'>): boolean {
  return format === 'documents' || (source?.documents ?? []).length > 0;
}

/** Rows that give the same request as an earlier one: that is sent once, and its result counts for all. */
export interface Duplicates {
  rows: number;
  /** What they would cost at most if they were sent, too; null when a price is not known. */
  savesMicros: number | null;
}

/** What reading the file and rendering every request found; shown on the draft card. */
export interface DraftReport {
  format: FormatName;
  split: Split | null;
  /** True when the file holds ready-made `{custom_id, params}` requests. */
  readyMade: boolean;
  columns: string[];
  rows: number;
  requests: number;
  /** null when each row gives another request, or all are sent whatever they give. */
  duplicates: Duplicates | null;
  /** Plain sentences on what was decided for the person, e.g. the delimiter found. */
  notes: string[];
  /** Rows that will not be sent, with the reason. */
  skipped: ProblemList;
  /** What stands in the way of submitting. */
  blockers: SettingProblem[];
  previews: Preview[];
  /** null while there are blockers that make pricing impossible. */
  estimate: Estimate | null;
  plan: PlannedBatch[];
  /** null: no row can be tried, for want of a price or because each is too large; drafts of earlier versions do not say. */
  trial?: TrialPlan | null;
  /** Documents that are kept at Anthropic while the job runs; drafts of earlier versions do not say. */
  byId?: ById[];
  /** What is marked for the prompt cache; the plan's first part is then one request. null: nothing. */
  cache: CachePlan | null;
}

export interface Job {
  /** Short random key, unique; also the prefix of numbered custom_ids. */
  id: string;
  teamId: string;
  /** What people type: #42, unique in the workspace. */
  number: number;
  /** 'watched': a message batch that was created elsewhere; it has no rows of ours. */
  kind: 'file' | 'watched';
  state: JobState;
  /** Grows with every change of the settings; a click carries the revision that the person saw. */
  revision: number;
  ownerId: string;
  submittedBy: string | null;
  channelId: string;
  /** Thread the card stands in; null: the card is itself the top of a thread. */
  threadTs: string | null;
  source: Source | null;
  settings: Settings;
  report: DraftReport | null;
  /** A sentence for the card: why the job is back in draft, or why it failed. */
  notice: string | null;
  tally: Tally | null;
  /** 1 for the draft that was submitted; each retry of some rows is one more. */
  attempt: number;
  /** The attempt under way when it has this job's number of attempts, else what a person may ask for next. */
  retry: Retry | null;
  /** Every request for approval, the oldest first; only the last can wait for a decision. */
  approvals: Approval[];
  /** Who had its data deleted, and when. */
  deletion: Deletion | null;
  createdAt: number;
  submittedAt: number | null;
  endedAt: number | null;
}

/** What a person or file event gives to start a job. */
export type NewJob = Pick<
  Job,
  'id' | 'teamId' | 'kind' | 'ownerId' | 'channelId' | 'threadTs' | 'source' | 'settings' | 'createdAt'
> & {
  /** One upload makes one job: a second job with the same key is not created. null: no such rule. */
  onceKey: string | null;
};

/** @returns a value that changes with each state and revision of a job: what a card shows begins with it */
export function stateKey({ state, revision }: Pick<Job, 'state' | 'revision'>): string {
  return `${state}${revision}`;
}
