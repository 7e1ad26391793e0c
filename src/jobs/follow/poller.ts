// Calls a tick on a schedule; ticks never overlap, and stop waits for the one under way.
import { schedule } from 'node-cron';
import type { Log } from '../../ports/log.ts';

export interface Poller {
  /** One tick now, or the one that is under way. */
  tick(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * @param expression a node-cron expression, in UTC
 * @param work one tick; its failures are logged
 */
export function startPoller(expression: string, work: () => Promise<void>, log: Log): Poller {
  let current: Promise<void> | null = null;

  function tick(): Promise<void> {
    current ??= work()
      .catch((error: unknown) => log.error({}, 'tick failed', error))
      .finally(() => {
        current = null;
      });
    return current;
  }

  const task = schedule(expression, tick, { timezone: 'UTC' });
  return {
    tick,
    async stop() {
      await task.destroy();
      await current;
    },
  };
}
