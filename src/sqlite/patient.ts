// A store that waits while another program holds the database, without holding up everything else meanwhile.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '../ports/store.ts';

/** SQLite waits inside of a call and so stops the whole process: a click has to be acknowledged within 3 s. */
export const BLOCKING_MS = 50;
const PAUSE_MS = 150;
/** Longer than this, and whoever asked is told. */
const PATIENCE_MS = 2000;

/** @returns the store, whose calls are made again for a while when the database is busy: nothing of them was done */
export function createPatientStore(store: Store): Store {
  return patient({ ...store, ledger: patient(store.ledger) });
}

function patient<T extends object>(part: T): T {
  return new Proxy(part, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function' || name === 'close') return method;
      return (...input: unknown[]) => withPatience(() => Reflect.apply(method, target, input));
    },
  });
}

async function withPatience(call: () => unknown): Promise<unknown> {
  for (let waitedMs = 0; ; waitedMs += BLOCKING_MS + PAUSE_MS) {
    try {
      return await call();
    } catch (error) {
      if (!isBusy(error) || waitedMs >= PATIENCE_MS) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}
