// Calls per minute: a bucket for each pool, filled again bit by bit.

/** Pools and their calls per minute, of the lowest tier. Models have no published limit; the lowest of the others stands in. */
const POOLS: [name: string, path: RegExp, callsPerMinute: number][] = [
  ['batches', /^\/v1\/messages\/batches(\/|$)/, 1000],
  ['count_tokens', /^\/v1\/messages\/count_tokens$/, 2000],
  ['others', /^/, 1000],
];

export interface RateState {
  limit: number;
  remaining: number;
  /** When the bucket is full again. */
  resetAtMs: number;
  /** 0 when the call may pass. */
  retryAfterSeconds: number;
}

export interface RateLimit {
  /** Takes one call out of its pool. */
  take(path: string): RateState;
}

/** @param callsPerMinute for every pool; the published ones when not given */
export function createRateLimit(now: () => number, callsPerMinute: number | undefined): RateLimit {
  const buckets = new Map<string, { left: number; atMs: number }>();
  return {
    take(path) {
      const [name, , published] = POOLS.find(([, pattern]) => pattern.test(path)) ?? ['others', /^/, 1000];
      const limit = callsPerMinute ?? published;
      const bucket = buckets.get(name) ?? { left: limit, atMs: now() };
      const perMs = limit / 60_000;
      bucket.left = Math.min(limit, bucket.left + Math.max(0, now() - bucket.atMs) * perMs);
      bucket.atMs = now();
      const isFree = bucket.left >= 1;
      if (isFree) bucket.left -= 1;
      buckets.set(name, bucket);
      return {
        limit,
        remaining: Math.floor(bucket.left),
        resetAtMs: now() + Math.ceil((limit - bucket.left) / perMs),
        retryAfterSeconds: isFree ? 0 : Math.ceil((1 - bucket.left) / perMs / 1000),
      };
    },
  };
}
