// A trial: some rows of a draft that Claude answers now, one by one, before the whole is submitted.

/** Rows of one trial: enough to see whether a prompt works, few enough to be read. */
export const TRIAL_ROWS = 3;

/** The rows that would be tried, chosen and priced with the draft: what is told is what is asked. */
export interface TrialPlan {
  seqs: number[];
  /** What they cost at the standard rate when every answer reaches its limit; micro-dollars. */
  highMicros: number;
}

export type TrialState =
  | 'planned' // a person asked for it; nothing was sent
  | 'asking' // the call is under way, or nobody knows what became of it
  | 'answered'
  | 'refused' // nothing was answered, and nothing is billed
  | 'unknown' // it may have been answered and billed; never asked again by itself
  | 'dropped'; // the draft was changed or submitted before it was asked

/** What stands for a row where people look at it. */
export interface TrialPreview {
  line: number;
  /** Of a document, which is called by its file's name. */
  file: string | null;
  /** Cut for display. */
  prompt: string;
}

/** What came back for a row, and what it cost. */
export interface TrialAnswer {
  /** Cut for display. */
  text: string;
  model: string;
  stopReason: string | null;
  inputTokens: number;
  outputTokens: number;
  /** Micro-dollars at the standard rate; null when the model's price is not known. */
  costMicros: number | null;
}

/** Why a row was not answered, in words. */
export interface TrialFailure {
  message: string;
  next: string;
}

/** One row of a trial. A draft's revision has one trial, so that no row is charged twice for the same draft. */
export interface TrialRow {
  jobId: string;
  revision: number;
  seq: number;
  state: TrialState;
  /** 1, and one more each time that a person asks for a refused row again. */
  round: number;
  askedBy: string;
  /** UTC milliseconds; null before the call. */
  askedAt: number | null;
  preview: TrialPreview;
  answer: TrialAnswer | null;
  failure: TrialFailure | null;
}

/** @returns whether nothing of a trial is left to be asked or found out */
export function isSettled({ state }: Pick<TrialRow, 'state'>): boolean {
  return state !== 'planned' && state !== 'asking';
}
