// The message batches of a job, cut while the requests pass by, each with the exact size and hash of its body.
import type { PlannedBatch } from '../../core/job/batch.ts';
import { BATCH_LIMITS, BODY_CLOSING, BODY_OPENING, fits } from '../../core/request/split.ts';
import { type BodyWriter, createBodyWriter } from './body-writer.ts';

export interface Planner {
  /** Adds one request, given its row number and its JSON, which is copied at once. */
  add(seq: number, json: Uint8Array): void;
  finish(): PlannedBatch[];
}

/**
 * @param maxRequests most requests of one message batch
 * @param isFirstAlone true when the first request fills the cache for the others
 * @returns a planner; requests are added in the order of their rows
 */
export function createPlanner(maxRequests: number, isFirstAlone: boolean): Planner {
  const limits = { ...BATCH_LIMITS, requests: Math.min(maxRequests, BATCH_LIMITS.requests) };
  const done: PlannedBatch[] = [];
  let open: (Omit<PlannedBatch, 'bodySha256'> & { body: BodyWriter }) | null = null;

  function close(): void {
    if (open === null) return;
    const { body, ...batch } = open;
    done.push({ ...batch, bodySha256: body.finish().sha256 });
    open = null;
  }

  return {
    add(seq, json) {
      if (isFirstAlone && done.length === 0) close();
      if (open !== null && !fits(open, json.length, limits)) close();
      if (open === null) {
        const bodyBytes = BODY_OPENING.length + BODY_CLOSING.length - 1;
        open = { firstSeq: seq, lastSeq: seq, requests: 0, bodyBytes, body: createBodyWriter() };
      }
      open.body.add(json);
      open.lastSeq = seq;
      open.requests += 1;
      // With the comma before it; the first has none, see above.
      open.bodyBytes += json.length + 1;
    },
    finish() {
      close();
      return done;
    },
  };
}
