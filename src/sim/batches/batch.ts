// A message batch as the stand-in keeps it, and what a test may decide about its requests.
import type { Json, Params } from './json.ts';

export interface SimRequest {
  customId: string;
  /** Read anew from the bytes that were sent, at each access. */
  readonly params: Params;
}

/** What a test may say about an answer; everything left out is made up. */
export interface AnswerShape {
  text?: string;
  content?: Json[];
  stopReason?: string;
  stopSequence?: string;
  /** Laid over the usage that is made up. */
  usage?: { [key: string]: Json };
  /** Laid over the whole message. */
  message?: { [key: string]: Json };
}

export type AnswerRequest = (params: Params, customId: string) => string | AnswerShape;

/** How one request ends; raw stands for any result, also of a type that nobody knows yet. */
export type Outcome =
  | 'succeeded'
  | 'errored'
  | 'canceled'
  | 'expired'
  | { type: 'errored'; errorType: string; message: string }
  | ({ type: 'succeeded' } & AnswerShape)
  | { type: 'raw'; result: Json };

export type DecideOutcome = (request: SimRequest, index: number) => Outcome;

/** Input tokens of one request that were read from the cache, and written to it. */
export interface CacheUse {
  read: number;
  written5m: number;
  written1h: number;
}

export interface SimBatch {
  id: string;
  /** 1 for the first one created. */
  number: number;
  status: 'in_progress' | 'canceling' | 'ended';
  requests: SimRequest[];
  /** Of the create call; they decide what params may hold. */
  version: string;
  betas: readonly string[];
  createdAtMs: number;
  expiresAtMs: number;
  endedAtMs: number | null;
  cancelInitiatedAtMs: number | null;
  archivedAtMs: number | null;
  /** One for each request, once it has ended. */
  outcomes: Outcome[];
  /** What each did with the prompt cache, once it has ended. */
  cacheUses: (CacheUse | null)[];
  /** Made by somebody else with the same key. */
  foreign: boolean;
  /** How often it is still to be denied: when asked for, in lists, and its results after the end. */
  hiddenReads: number;
  hiddenLists: number;
  hiddenResults: number;
  /** How often it was shown, and how often its results were given. */
  reads: number;
  resultsReads: number;
}
