// A control store whose writes are heard of, by name, before and after each.
import type { Store } from '../../../src/ports/store.ts';

export type Side = 'before' | 'after';

/** Told of a write, e.g. `moveBatch ready→submitting #1`: the first of its name in this process. */
export type OnWrite = (name: string, side: Side) => void;

const WRITES: ReadonlySet<string> = new Set<keyof Store>([
  'saveEvent',
  'finishEvent',
  'forgetEvents',
  'noteUpload',
  'createJob',
  'moveJob',
  'planBatches',
  'moveBatch',
  'oweMessage',
  'moveOwedMessage',
  'saveSetting',
]);

/** Writes of the ledger, with the place of the move among what they are given. */
const LEDGER_WRITES: Record<string, number> = { reserve: 1, settle: 3, release: 1 };

/** @returns the same store, with a listener at each write */
export function watchStore(store: Store, onWrite: OnWrite): Store {
  const seen = new Map<string, number>();

  function nameOf(method: string, move: unknown): string {
    const name = [method, describeMove(move)].join(' ').trim();
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return `${name} #${count}`;
  }

  const moveAt = (key: string) => LEDGER_WRITES[key] ?? (WRITES.has(key) ? 1 : null);

  function watch<T extends object>(part: T): T {
    return new Proxy(part, { get: (target, key) => watched(target, key) });
  }

  function watched(target: object, key: string | symbol): unknown {
    const value: unknown = Reflect.get(target, key);
    if (key === 'ledger' && typeof value === 'object' && value !== null) return watch(value);
    const at = typeof key === 'string' ? moveAt(key) : null;
    if (typeof value !== 'function' || typeof key !== 'string' || at === null) return value;
    return async (...args: unknown[]) => {
      const name = nameOf(key, args[at]);
      onWrite(name, 'before');
      const result: unknown = await value.apply(target, args);
      onWrite(name, 'after');
      return result;
    };
  }

  return watch(store);
}

/** A move as `from→to`; one that stays in its state is told by what it sets. */
function describeMove(move: unknown): string {
  if (typeof move !== 'object' || move === null || !('from' in move) || !('to' in move)) return '';
  const from = Array.isArray(move.from) ? move.from : [];
  const set = 'set' in move && typeof move.set === 'object' ? Object.keys(move.set ?? {}) : [];
  const stays = from.includes(move.to) ? ` (${set.join(',')})` : '';
  return `${from.join('|')}→${String(move.to)}${stays}`;
}
