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
  'moveTrialRow',
  'saveSetting',
]);

/** Writes of the store's parts, with the place of the move among what they are given; where there is none, of nothing that is one. */
const PARTS: { [Part in 'ledger' | 'schedules']: Partial<Record<keyof Store[Part], number>> } = {
  ledger: { reserve: 1, reserveTrial: 1, settle: 3, takeBack: 1 },
  schedules: { create: 1, change: 2 },
};

/** @returns the same store, with a listener at each write */
export function watchStore(store: Store, onWrite: OnWrite): Store {
  const seen = new Map<string, number>();

  function nameOf(method: string, move: unknown): string {
    const name = [method, describeMove(move)].join(' ').trim();
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return `${name} #${count}`;
  }

  function watch<T extends object>(part: T, moveAt: (key: string) => number | undefined): T {
    return new Proxy(part, { get: (target, key) => watched(target, key, moveAt) });
  }

  function watched(
    target: object,
    key: string | symbol,
    moveAt: (key: string) => number | undefined,
  ): unknown {
    const value: unknown = Reflect.get(target, key);
    if (target === store && (key === 'ledger' || key === 'schedules')) {
      const writes: Partial<Record<string, number>> = PARTS[key];
      return watch(store[key], (name) => writes[name]);
    }
    const at = typeof key === 'string' ? moveAt(key) : undefined;
    if (typeof value !== 'function' || typeof key !== 'string' || at === undefined) return value;
    return async (...args: unknown[]) => {
      const name = nameOf(key, args[at]);
      onWrite(name, 'before');
      const result: unknown = await value.apply(target, args);
      onWrite(name, 'after');
      return result;
    };
  }

  return watch(store, (key) => (WRITES.has(key) ? 1 : undefined));
}

/** A move as `from→to`; one that stays in its state is told by what it sets. */
function describeMove(move: unknown): string {
  if (typeof move !== 'object' || move === null || !('from' in move) || !('to' in move)) return '';
  const from = Array.isArray(move.from) ? move.from : [];
  const set = 'set' in move && typeof move.set === 'object' ? Object.keys(move.set ?? {}) : [];
  const stays = from.includes(move.to) ? ` (${set.join(',')})` : '';
  return `${from.join('|')}→${String(move.to)}${stays}`;
}
