// The conversations: what the bot shows people, and the files they give it.

import type { TrialRow } from '../core/draft/trial.ts';
import type { UserError } from '../core/errors.ts';
import type { Batch } from '../core/job/batch.ts';
import type { Eta } from '../core/job/eta.ts';
import type { Job } from '../core/job/job.ts';
import type { Standing } from '../core/money/budget.ts';
import type { Spending, Usage } from '../core/money/usage.ts';
import type { Notify } from '../core/people/preference.ts';
import type { Recipe } from '../core/recipe/recipe.ts';
import type { FirstRows } from './job-data.ts';

/** A job as it is shown. */
export interface JobView {
  job: Job;
  batches: Batch[];
  now: number;
  /** How long such jobs usually take; null when it has ended, or nothing is known. */
  eta: Eta | null;
  /** Of a draft: the budgets that its owner's submission would draw on. */
  standings: Standing[];
  /** What costs more micro-dollars than this needs approval there; null: nothing does. */
  approvalLimitMicros: number | null;
  /** What trying rows of it cost, micro-dollars. */
  triedMicros: number;
  /** Of a draft without a prompt: names of recipes that fit its file. */
  recipes: string[];
  /** How its submitter wants to hear of its end. */
  notify: Notify;
}

/** Which of a job's living messages: its card, or the request for approval with this index. */
export type Face = 'card' | { approval: number };

/** A place in Slack: a channel or direct message, and the thread in it. */
export interface Place {
  channelId: string;
  threadTs: string | null;
}

/** A message of ours, to be linked to. */
export interface CardPlace {
  channelId: string;
  ts: string;
}

/** A job in a list, and where its card stands; null: nowhere yet. */
export interface ListedJob {
  job: Job;
  card: CardPlace | null;
}

/** What a run of a schedule has to say. */
export interface ScheduleWords {
  /** Its number. */
  schedule: number;
  /** Times before it that passed while nobody was there. */
  missed: number;
  /** What became of the job, as a sentence. */
  word: string;
  /** It was sent by itself. */
  isSent?: boolean;
}

/** What one person sees in the Home tab, and nobody else. */
export interface HomeView {
  /** Why they see nothing; null: they do. */
  refusal: UserError | null;
  jobs: ListedJob[];
  /** From 1. */
  page: number;
  pages: number;
  /** Jobs that this person may approve. */
  approvals: ListedJob[];
  /** Their own, of this month. */
  spending: Spending & { month: string };
  /** Budgets that concern them wherever they are. */
  standings: Standing[];
  /** Those of the workspace, and those that this person keeps in channels. */
  recipes: Recipe[];
  notify: Notify;
  now: number;
}

/** Shows people what happens. All calls throw ServiceError. */
export interface Notifier {
  /** A value that changes when the message would look different; the part before '|' changes only with its state. */
  cardHash(view: JobView, face: Face): string;
  /** Not repeatable: posts it once more each time. */
  postCard(view: JobView, place: Place, key: string, face: Face): Promise<{ ts: string }>;
  /** @returns a message of ours that was posted with this key since then; null when there is none */
  findPosted(place: Place, key: string, sinceMs: number): Promise<{ ts: string } | null>;
  editCard(view: JobView, card: { channelId: string; ts: string }, face: Face): Promise<void>;
  /** Repeatable: bytes that are not shared show nowhere. */
  uploadFile(file: { path: string; name: string }): Promise<{ fileId: string }>;
  /** Not repeatable: shares uploaded files with the closing text, which mentions the submitter once. */
  shareFiles(
    view: JobView,
    place: Place,
    files: { fileId: string; name: string }[],
    words: ShareWords,
  ): Promise<void>;
  /** @returns whether this file of ours is already visible in the conversation. */
  isShared(fileId: string, channelId: string): Promise<boolean>;
  /** Not repeatable: the closing message when its files cannot be attached. */
  postClosing(view: JobView, place: Place, key: string): Promise<{ ts: string }>;
  /** Not repeatable: the first rows as a table, or as text where Slack takes no table. */
  postFirstRows(view: JobView, place: Place, key: string, rows: FirstRows): Promise<{ ts: string }>;
  /** Not repeatable: what came of the rows that were tried. */
  postTrial(view: JobView, place: Place, key: string, rows: readonly TrialRow[]): Promise<{ ts: string }>;
  /** Not repeatable: the closing message to its person, when the job's conversation cannot be reached. */
  postElsewhere(view: JobView, place: Place, key: string): Promise<{ ts: string }>;
  /** Not repeatable: to who asked, that nobody approved it; of the request with this index. */
  postDecision(view: JobView, place: Place, key: string, approval: number): Promise<{ ts: string }>;
  /** Not repeatable: to its submitter alone, that a job has ended. @param card where its card stands */
  postNotice(view: JobView, place: Place, key: string, card: CardPlace | null): Promise<{ ts: string }>;
  /** Not repeatable: that a budget is nearly used up. */
  postBudgetWarning(standing: Standing, place: Place, key: string): Promise<{ ts: string }>;
  /** Not repeatable: what a month came to. */
  postDigest(usage: Usage, place: Place, key: string): Promise<{ ts: string }>;
  /** Not repeatable: shares an uploaded file with a plain comment. */
  shareFile(place: Place, file: { fileId: string; name: string }, comment: string): Promise<void>;
  /** Not repeatable: what a schedule did. */
  postScheduleWord(view: JobView, place: Place, key: string, words: ScheduleWords): Promise<{ ts: string }>;
  /** Shows a person their Home tab; again is harmless. */
  publishHome(userId: string, home: HomeView): Promise<void>;
  /** Deletes a file of ours wherever it is shared. */
  removeFile(fileId: string): Promise<void>;
  /** Deletes a message of ours. */
  removeMessage(place: Place, ts: string): Promise<void>;
  react(place: { channelId: string; ts: string }, name: string): Promise<void>;
  /** Takes a reaction of the bot's away again; harmless when there is none. */
  unreact(place: { channelId: string; ts: string }, name: string): Promise<void>;
  /** Says something that only this person sees. */
  tell(place: Place, userId: string, error: UserError): Promise<void>;
  /** Offers a person, and only them, to start a job from their file. */
  offer(place: Place, userId: string, file: { fileId: string; name: string }): Promise<void>;
}

/** 'closing' mentions the submitter; the others hand over files that somebody asked for: results, those so far, or failed rows. */
export type ShareWords = 'closing' | 'asked' | 'partial' | 'failed';

/** A file as the conversation's service describes it. */
export interface SharedFile {
  id: string;
  name: string;
  userId: string;
  sizeBytes: number;
  /** Only these have bytes that can be fetched. */
  fetchable: boolean;
  /** Why not, in plain words, when not fetchable. */
  whyNot: string | null;
  url: string | null;
  /** Messages that carry the file. */
  shares: { channelId: string; ts: string; threadTs: string | null }[];
}

export interface FileSource {
  /** @throws UserError when it is deleted or not visible; ServiceError */
  describe(fileId: string): Promise<SharedFile>;
  /** Fetches the bytes into a file on disk, whole or not at all. @throws UserError, ServiceError */
  download(file: SharedFile, path: string): Promise<void>;
}
