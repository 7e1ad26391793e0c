// Waiting for something to become true, looked at anew after every change.

export interface Changes {
  notify(): void;
  waitFor<T>(what: string, probe: () => T | undefined | false | null, timeoutMs?: number): Promise<T>;
}

/** @param describe what to say when the wait is in vain */
export function createChanges(describe: () => string): Changes {
  const looks = new Set<() => void>();
  return {
    notify() {
      for (const look of looks) look();
    },
    waitFor(what, probe, timeoutMs = 10_000) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          looks.delete(look);
          reject(new Error(`Waited ${timeoutMs} ms in vain for ${what}.\n${describe()}`));
        }, timeoutMs);
        function look(): void {
          const found = probe();
          if (found === undefined || found === false || found === null) return;
          clearTimeout(timer);
          looks.delete(look);
          resolve(found);
        }
        looks.add(look);
        look();
      });
    },
  };
}
