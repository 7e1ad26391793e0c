// Work that nobody waits for: its failures are logged here, and shutdown can wait for it.
import type { Log } from '../ports/log.ts';
import type { Background } from './deps.ts';

/** @returns a runner that never throws. */
export function createBackground(log: Log): Background {
  const running = new Set<Promise<unknown>>();
  const busy = new Set<string>();

  function run(what: string, jobId: string, work: () => Promise<unknown>): Promise<unknown> {
    const task = work().catch((error: unknown) =>
      log.error({ what, jobId }, 'work failed; the next tick tries again', error),
    );
    running.add(task);
    return task.finally(() => running.delete(task));
  }

  return {
    run: (what, jobId, work) => void run(what, jobId, work),
    runUnlessBusy(what, jobId, work) {
      const key = `${what}:${jobId}`;
      if (busy.has(key)) return;
      busy.add(key);
      void run(what, jobId, work).finally(() => busy.delete(key));
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
