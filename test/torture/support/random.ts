// Chance that repeats itself, with its seed printed: a run that fails can be looked at again.

export interface Chance {
  seed: number;
  /** A whole number below `limit`. */
  below(limit: number): number;
}

/** @returns chance from TORTURE_SEED, or from a new seed */
export function createChance(): Chance {
  const seed = Number(process.env.TORTURE_SEED ?? Math.floor(Math.random() * 1e9));
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  return { seed, below: (limit) => Math.floor(next() * limit) };
}
