// Tells those who wait that something in the workspace changed.

/** For whoever does not say how long: longer than anything takes on a busy machine, so that it ends only what would never come. */
const PATIENCE_MS = 40_000;

export interface Changes {
  /** Something people or tests can see has changed. */
  notify(): void;
  /** Resolves with the probe's first value that is neither undefined nor false; asked after every change. */
  waitFor<T>(what: string, probe: () => T | undefined | false, timeoutMs?: number): Promise<T>;
  /** Rejects everyone still waiting. */
  close(): void;
}

/**
 * @param describe gives the text added to the error of a wait that ran out of time
 */
export function createChanges(describe: () => string): Changes {
  const waiting = new Set<{ look(): void; fail(why: string): void }>();
  let scheduled = false;

  function notify(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      for (const waiter of [...waiting]) waiter.look();
    });
  }

  function waitFor<T>(what: string, probe: () => T | undefined | false, timeoutMs = PATIENCE_MS): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => {
        waiter.look();
        waiter.fail(`did not happen within ${timeoutMs} ms`);
      }, timeoutMs);
      function settle(finish: () => void): void {
        if (!waiting.delete(waiter)) return;
        clearTimeout(timer);
        finish();
      }
      const waiter = {
        look(): void {
          try {
            const found = probe();
            if (found !== undefined && found !== false) settle(() => resolve(found));
          } catch (error) {
            settle(() => reject(error));
          }
        },
        fail(why: string): void {
          settle(() => reject(new Error(`${what}: ${why}\n\n${describe()}`)));
        },
      };
      waiting.add(waiter);
      waiter.look();
    });
  }

  function close(): void {
    for (const waiter of [...waiting]) waiter.fail('the workspace was closed');
  }

  return { notify, waitFor, close };
}
