// What the stand-in offers to tests and the demo, and what it remembers.

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Params = { [key: string]: Json };

export interface SimRequest {
  customId: string;
  params: Params;
}

/** What a test may say about an answer; everything left out is made up. */
export interface AnswerShape {
  text?: string;
  content?: Json[];
  stopReason?: string;
  usage?: { [key: string]: Json };
}

/** How one request ends. */
export type Outcome =
  | 'succeeded'
  | 'errored'
  | 'canceled'
  | 'expired'
  | { type: 'errored'; errorType: string; message: string }
  | ({ type: 'succeeded' } & AnswerShape)
  | { type: 'raw'; result: Json };

export type DecideOutcome = (request: SimRequest, index: number) => Outcome;

export interface SimBatch {
  id: string;
  status: 'in_progress' | 'canceling' | 'ended';
  requests: SimRequest[];
  createdAtMs: number;
  expiresAtMs: number;
  endedAtMs: number | null;
  cancelInitiatedAtMs: number | null;
  archivedAtMs: number | null;
  outcomes: Outcome[];
  /** Made by somebody else with the same key. */
  foreign: boolean;
  /** How often it was asked for before it was visible, and for results after its end. */
  hiddenReads: number;
  hiddenResults: number;
}

export interface Call {
  method: string;
  path: string;
  status: number;
  atMs: number;
  bytes: number;
  sha256: string | null;
  version: string | null;
}

export interface Fault {
  method?: 'GET' | 'POST' | 'DELETE';
  path: RegExp;
  times?: number;
  /** reset-before: nothing is done; reset-after and hang: it is done, but no answer comes; cut and stall: of results. */
  kind: 'status' | 'reset-before' | 'reset-after' | 'hang' | 'html' | 'stall' | 'cut';
  status?: number;
  retryAfterSeconds?: number;
  errorType?: string;
  errorCode?: string;
  message?: string;
  delayMs?: number;
  cutAtByte?: number;
}

/** Things the real API has been seen to do, or may do. */
export interface Oddities {
  crlf?: boolean;
  zuluTimes?: boolean;
  extraFields?: boolean;
  noContentType?: boolean;
  duplicateRow?: boolean;
  missingRow?: boolean;
  unknownRow?: boolean;
  malformedLine?: boolean;
  /** 404 for this many reads after a create, and for results after an end. */
  lateVisibility?: number;
}

export interface BatchesOptions {
  apiKeys?: string[];
  now?: () => number;
  finish?: 'by-hand' | { afterMs: number };
  answer?: (params: Params, customId: string) => string | AnswerShape;
  seed?: number;
  ledgerPath?: string;
  port?: number;
  oddities?: Oddities;
  /** Most requests that may be processing at once over all message batches. */
  queueLimit?: number;
}

export interface BatchesSim extends AsyncDisposable {
  url: string;
  apiKey: string;
  calls: Call[];
  /** What a client did that the real API would resent. */
  problems: string[];
  faults: { add(fault: Fault): void; clear(): void };
  /** Oldest first. */
  batches(): SimBatch[];
  batch(id: string): SimBatch;
  /** Ends one message batch, or all that run. */
  finish(id?: string, decide?: DecideOutcome): void;
  addForeign(count: number, options?: { atMs?: number }): SimBatch;
  archive(id: string): void;
  remove(id: string): void;
  waitFor<T>(what: string, probe: () => T | undefined | false | null, timeoutMs?: number): Promise<T>;
  close(): Promise<void>;
}
