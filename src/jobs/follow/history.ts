// The bot's own past jobs, read at most once a minute: what an estimate of time is told from.
import type { PastRun } from '../../core/job/eta.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Store } from '../../ports/store.ts';

export interface History {
  /** The newest jobs that ended by themselves. */
  read(): Promise<PastRun[]>;
}

const FRESH_MS = 60_000;
const RUNS = 500;

/** Keeps the last answer for a minute. */
export function createHistory({ store, clock }: { store: Store; clock: Clock }): History {
  let last: { at: number; runs: PastRun[] } | null = null;
  return {
    async read() {
      const now = clock.now();
      if (last === null || now - last.at >= FRESH_MS) last = { at: now, runs: await store.pastRuns(RUNS) };
      return last.runs;
    },
  };
}
