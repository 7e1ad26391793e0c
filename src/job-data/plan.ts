// The message batches of a job, cut while the requests pass by, each with the exact size and hash of its body.
import { createHash, type Hash } from 'node:crypto';
import type { PlannedBatch } from '../core/batch.ts';
import { BATCH_LIMITS, BODY_CLOSING, BODY_OPENING, fits } from '../core/split.ts';

export interface Planner {
  /** Adds one request, given its row number, its JSON and that in bytes. */
  add(seq: number, json: string, bytes: number): void;
  finish(): PlannedBatch[];
}

/** @param maxRequests most requests of one message batch. @returns a planner; requests are added in the order of their rows. */
export function createPlanner(maxRequests: number): Planner {
  const limits = { ...BATCH_LIMITS, requests: Math.min(maxRequests, BATCH_LIMITS.requests) };
  const done: PlannedBatch[] = [];
  let open: (PlannedBatch & { hash: Hash }) | null = null;

  function close(): void {
    if (open === null) return;
    const { hash, ...batch } = open;
    hash.update(BODY_CLOSING);
    done.push({ ...batch, bodySha256: hash.digest('hex') });
    open = null;
  }

  return {
    add(seq, json, bytes) {
      if (open !== null && !fits(open, bytes, limits)) close();
      if (open === null) {
        const hash = createHash('sha256').update(BODY_OPENING).update(json);
        const bodyBytes = BODY_OPENING.length + BODY_CLOSING.length + bytes;
        open = { firstSeq: seq, lastSeq: seq, requests: 1, bodyBytes, bodySha256: '', hash };
        return;
      }
      open.hash.update(',').update(json);
      open.lastSeq = seq;
      open.requests += 1;
      open.bodyBytes += bytes + 1;
    },
    finish() {
      close();
      return done;
    },
  };
}
