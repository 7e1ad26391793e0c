// Waiting for something to become true, looked at anew after every change.

/** For whoever does not say how long: longer than anything takes on a busy machine, so that it ends only what would never come. */
const PATIENCE_MS = 40_000;

export interface Changes {
  notify(): void;
  waitFor<T>(what: string, probe: () => T | undefined | false | null, timeoutMs?: number): Promise<T>;
  /** Rejects everyone who still waits. */
  close(): void;
}

interface Waiter {
  look(): void;
  fail(why: string): void;
}

/** @param describe what to add when a wait is in vain */
export function createChanges(describe: () => string): Changes {
  const waiters = new Set<Waiter>();
  let isScheduled = false;

  return {
    notify() {
      // Not at once: a probe must not see a change that is half made.
      if (isScheduled) return;
      isScheduled = true;
      setImmediate(() => {
        isScheduled = false;
        for (const waiter of [...waiters]) waiter.look();
      });
    },
    waitFor<T>(what: string, probe: () => T | undefined | false | null, timeoutMs = PATIENCE_MS) {
      return new Promise<T>((resolve, reject) => {
        function settle(finish: () => void): void {
          if (!waiters.delete(waiter)) return;
          clearTimeout(timer);
          finish();
        }
        const waiter: Waiter = {
          look() {
            try {
              const found = probe();
              if (found === undefined || found === false || found === null) return;
              settle(() => resolve(found));
            } catch (error) {
              settle(() => reject(error));
            }
          },
          fail: (why) => settle(() => reject(new Error(`Waited for ${what}: ${why}\n${describe()}`))),
        };
        const timer = setTimeout(() => {
          waiter.look();
          waiter.fail(`it did not happen within ${timeoutMs} ms.`);
        }, timeoutMs);
        waiters.add(waiter);
        waiter.look();
      });
    },
    close() {
      for (const waiter of [...waiters]) waiter.fail('the stand-in was closed.');
    },
  };
}
