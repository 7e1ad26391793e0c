// Work that nobody waits for: its failures are logged here, and shutdown can wait for it.
import type { Log } from '../ports/log.ts';
import type { Background } from './deps.ts';

/** @returns a runner that never throws. */
export function createBackground(log: Log): Background {
  const running = new Set<Promise<unknown>>();
  return {
    run(what, jobId, work) {
      const task = work().catch((error: unknown) =>
        log.error({ what, jobId }, 'work failed; the next tick tries again', error),
      );
      running.add(task);
      void task.finally(() => running.delete(task));
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
