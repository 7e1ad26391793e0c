// Message batches that end by themselves after a while, for the demo.
import type { SimBatch } from './batch.ts';

/** A cancel takes effect sooner than a whole run. */
const CANCEL_MS = 500;

export interface OwnEnd {
  /** Plans or plans anew, as the status asks. */
  follow(batch: SimBatch): void;
  close(): void;
}

/** @param afterMs null: nothing ends by itself */
export function createOwnEnd(afterMs: number | null, finish: (batch: SimBatch) => void): OwnEnd {
  const planned = new Map<string, { status: SimBatch['status']; timer: NodeJS.Timeout }>();
  return {
    follow(batch) {
      if (afterMs === null) return;
      const before = planned.get(batch.id);
      if (before?.status === batch.status) return;
      clearTimeout(before?.timer);
      planned.delete(batch.id);
      if (batch.status === 'ended') return;
      const waitMs = batch.status === 'canceling' ? Math.min(afterMs, CANCEL_MS) : afterMs;
      planned.set(batch.id, { status: batch.status, timer: setTimeout(finish, waitMs, batch) });
    },
    close() {
      for (const { timer } of planned.values()) clearTimeout(timer);
    },
  };
}
