// One thing at a time per name, inside this process; across processes the store's named states decide.

export interface Locks {
  /** Waits for its turn. */
  hold<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** @returns null at once when somebody else holds the name. */
  tryHold<T>(name: string, work: () => Promise<T>): Promise<T | null>;
}

/** @returns locks by name, each first come, first served. */
export function createLocks(): Locks {
  const last = new Map<string, Promise<unknown>>();

  function hold<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = last.get(name) ?? Promise.resolve();
    const result = before.then(work);
    const settled = result.then(
      () => {},
      () => {},
    );
    last.set(name, settled);
    void settled.then(() => {
      if (last.get(name) === settled) last.delete(name);
    });
    return result;
  }

  return { hold, tryHold: async (name, work) => (last.has(name) ? null : hold(name, work)) };
}
