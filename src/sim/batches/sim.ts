// What the stand-in offers to tests and the demo.
import type { AnswerRequest, DecideOutcome, SimBatch } from './batch.ts';
import type { Call } from './calls.ts';
import type { Faults } from './faults.ts';
import type { SimFile } from './file-store.ts';
import type { Params } from './json.ts';
import type { Oddities } from './oddities.ts';

export interface BatchesOptions {
  /** ['sk-ant-sim-key'] when not given; all belong to one workspace. */
  apiKeys?: string[];
  /** Milliseconds; Date.now when not given. */
  now?: () => number;
  /** 'by-hand' when not given: a test ends message batches with finish(). */
  finish?: 'by-hand' | { afterMs: number };
  /** What the model says. */
  answer?: AnswerRequest;
  /** Decides the order of results, which nullable fields are left out, and by how much tokens miss the estimate. */
  seed?: number;
  /** Every create, cancel and delete is added to this file as a line of JSON, and is on the disk before it is answered. */
  ledgerPath?: string;
  port?: number;
  oddities?: Oddities;
  /** Most requests that may be processing at once over all message batches; 200,000 when not given. */
  queueLimit?: number;
  /** Of each pool of calls; the lowest tier's when not given. */
  callsPerMinute?: number;
}

export interface BatchesSim extends AsyncDisposable {
  url: string;
  apiKey: string;
  calls: Call[];
  /** What a client did that the real API would resent. */
  problems: string[];
  faults: Pick<Faults, 'add' | 'clear' | 'waiting' | 'missed'>;
  /** Oldest first. */
  batches(): SimBatch[];
  /** @throws when there is none */
  batch(id: string): SimBatch;
  /** Ends one message batch, or all that run: 'succeeded', or 'canceled' when it is canceling, unless told otherwise. */
  finish(id?: string, decide?: DecideOutcome): void;
  /** A message batch that somebody else created with the same key. */
  addForeign(count: number, options?: { atMs?: number; params?: Params }): SimBatch;
  /** Its 29 days are over: results are gone, the message batch stays. */
  archive(id: string): void;
  /** As if somebody had deleted it. */
  remove(id: string): void;
  /** What was uploaded and neither deleted nor expired, newest first. */
  files(): SimFile[];
  /** As if somebody had deleted it. */
  removeFile(id: string): void;
  /**
   * Resolves with the probe's first value that is not undefined, false or null; looked at again after every change.
   * Rejects after timeoutMs (10,000 when not given), when the probe throws, and when the stand-in is closed.
   */
  waitFor<T>(what: string, probe: () => T | undefined | false | null, timeoutMs?: number): Promise<T>;
  close(): Promise<void>;
}
