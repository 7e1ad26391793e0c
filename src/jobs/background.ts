// Work that nobody waits for: its failures are logged here, and shutdown can wait for it.
import type { Log } from '../ports/log.ts';
import type { Background } from './deps.ts';
import type { StorageAlarm } from './show/storage-alarm.ts';

/** Of what a tick starts, this much at once: a thousand jobs take their turns. What a person started does not wait. */
const LANES = 8;

/** @param alarm hears of every failure @returns a runner that never throws. */
export function createBackground(log: Log, alarm: StorageAlarm): Background {
  const running = new Set<Promise<unknown>>();
  const busy = new Set<string>();
  const waiting: (() => void)[] = [];
  let lanes = LANES;

  function nextInLane(): void {
    if (lanes === 0) return;
    const start = waiting.shift();
    if (start === undefined) return;
    lanes -= 1;
    start();
  }

  /** Starts the work when a lane is free. */
  function inLane(work: () => Promise<unknown>): Promise<unknown> {
    const started = new Promise<void>((resolve) => waiting.push(resolve));
    nextInLane();
    return started.then(work).finally(() => {
      lanes += 1;
      nextInLane();
    });
  }

  function run(what: string, jobId: string, work: () => Promise<unknown>): Promise<unknown> {
    const task = work().catch((error: unknown) => {
      log.error({ what, jobId }, 'work failed; the next tick tries again', error);
      alarm(jobId, error);
    });
    running.add(task);
    return task.finally(() => running.delete(task));
  }

  return {
    run: (what, jobId, work) => void run(what, jobId, work),
    runUnlessBusy(what, jobId, work) {
      const key = `${what}:${jobId}`;
      if (busy.has(key)) return;
      busy.add(key);
      void run(what, jobId, () => inLane(work)).finally(() => busy.delete(key));
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
