// The prompt cache: a long text that all requests share is written once and then read at a fraction of its price.
import type { Price } from './price-table.ts';
import { priceOf } from './pricing.ts';

/** Where the shared text ends: after the system prompt, or in front of the first column of the prompt. */
export type CacheEnd = 'system' | 'prompt';

/** That the shared text is marked, because it pays. */
export interface CachePlan {
  end: CacheEnd;
  /** Tokens of the shared text. */
  tokens: number;
  /** What it saves when every request but the first finds it, against no cache. */
  savesMicros: number;
}

/** Least tokens that are cached, by model; shorter texts are not, and nobody says so. Source: platform.claude.com, prompt caching. */
const LEAST_TOKENS: [RegExp, number][] = [
  [/^claude-(fable|mythos)-5|^claude-opus-5|^claude-(sonnet|haiku)-5-5/, 512],
  [/^claude-opus-4-8|^claude-sonnet-5|^claude-sonnet-4-[56]/, 1024],
  [/^claude-opus-4-7/, 2048],
];
/** Opus 4.6 and 4.5, Haiku 4.5; and whatever is not known, to be on the safe side. */
const MOST_LEAST_TOKENS = 4096;

/** @returns how many tokens a shared text needs at least to be cached by this model */
export function leastCacheTokens(model: string): number {
  return LEAST_TOKENS.find(([pattern]) => pattern.test(model))?.[1] ?? MOST_LEAST_TOKENS;
}

/** The cache is best effort: so many requests may find nothing, and write it again, for it still to be worth it. */
const EXPECTED_HITS = 0.9;
/** For less nobody should wait until the first request has been answered: five cents. */
const LEAST_SAVING_MICROS = 50_000;

/** @returns micro-dollars at batch rates that marking saves, below 0 when it costs more. @param hits share of the requests after the first that find it */
export function cacheSavingMicros(requests: number, tokens: number, price: Price, hits: number): number {
  const others = requests - 1;
  const without = requests * price.input;
  const written = (1 + others * (1 - hits)) * price.cacheWrite1h;
  return Math.round((tokens * (without - written - others * hits * price.cacheRead)) / 2000);
}

/**
 * Decides whether a shared text is marked.
 * @returns null when it is too short to be cached, or not worth it
 */
export function cachePlan(model: string, requests: number, end: CacheEnd, tokens: number): CachePlan | null {
  const price = priceOf(model, tokens);
  if (price === null || tokens < leastCacheTokens(model)) return null;
  if (cacheSavingMicros(requests, tokens, price, EXPECTED_HITS) < LEAST_SAVING_MICROS) return null;
  return { end, tokens, savesMicros: cacheSavingMicros(requests, tokens, price, 1) };
}

/** What the cache did, summed over results that one model gave. */
export interface CacheUse {
  model: string | null;
  readTokens: number;
  writtenTokens: number;
}

/** The same of a whole job; below 0 when it cost more than without a cache, null when a price is not known. */
export type CacheOutcome = Omit<CacheUse, 'model'> & { savedMicros: number | null };

/** @returns what a job's cache did and saved, told from what was billed */
export function cacheOutcome(uses: readonly CacheUse[]): CacheOutcome {
  const outcome: CacheOutcome = { readTokens: 0, writtenTokens: 0, savedMicros: 0 };
  for (const { model, readTokens, writtenTokens } of uses) {
    outcome.readTokens += readTokens;
    outcome.writtenTokens += writtenTokens;
    const price = priceOf(model ?? '', 0);
    if (price === null || outcome.savedMicros === null) outcome.savedMicros = null;
    else {
      const nanos =
        readTokens * (price.input - price.cacheRead) - writtenTokens * (price.cacheWrite1h - price.input);
      outcome.savedMicros += Math.round(nanos / 2000);
    }
  }
  return outcome;
}
