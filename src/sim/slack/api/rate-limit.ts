// Rate limits per method: the tiers of docs.slack.dev/apis/web-api/rate-limits, read strictly.
import type { Tier } from './method.ts';

const WINDOW_MS = 60_000;
/** Calls within any 60 s, a small burst included. */
const CALLS_PER_WINDOW: Record<Exclude<Tier, 'per-channel'>, number> = {
  1: 2,
  2: 25,
  3: 60,
  4: 120,
  special: 600,
};
const POSTS_PER_CHANNEL_BURST = 10;
const POSTS_PER_WORKSPACE = 300;

export interface RateLimiter {
  /** Counts a call; gives the seconds to wait when it is one too many, else 0. */
  take(method: string, tier: Tier, channel: string): number;
}

/** Counters of one workspace and app. */
export function createRateLimiter(now: () => number): RateLimiter {
  const windows = new Map<string, number[]>();
  const buckets = new Map<string, { tokens: number; atMs: number }>();

  function takeWindow(key: string, limit: number): number {
    const since = now() - WINDOW_MS;
    const recent = (windows.get(key) ?? []).filter((atMs) => atMs > since);
    windows.set(key, recent);
    const oldest = recent[0];
    if (oldest !== undefined && recent.length >= limit) {
      return Math.max(1, Math.ceil((oldest - since) / 1000));
    }
    recent.push(now());
    return 0;
  }

  /** One message a second per channel, up to ten saved up. */
  function takeBucket(key: string): number {
    const bucket = buckets.get(key) ?? { tokens: POSTS_PER_CHANNEL_BURST, atMs: now() };
    bucket.tokens = Math.min(POSTS_PER_CHANNEL_BURST, bucket.tokens + (now() - bucket.atMs) / 1000);
    bucket.atMs = now();
    buckets.set(key, bucket);
    if (bucket.tokens < 1) return 1;
    bucket.tokens -= 1;
    return 0;
  }

  function take(method: string, tier: Tier, channel: string): number {
    if (tier !== 'per-channel') return takeWindow(method, CALLS_PER_WINDOW[tier]);
    return takeBucket(`${method} ${channel}`) || takeWindow(method, POSTS_PER_WORKSPACE);
  }

  return { take };
}
