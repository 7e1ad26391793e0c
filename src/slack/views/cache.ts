// The prompt cache in words: what a draft hopes for, and what came of it.
import type { CacheOutcome, CachePlan } from '../../core/money/cache.ts';
import type { Estimate } from '../../core/money/estimate.ts';
import { formatDollars } from '../../core/money/pricing.ts';
import { type Mrkdwn, mrkdwn } from '../mrkdwn.ts';
import { count } from './words.ts';

/** @returns what a draft says about the cache; nothing when it marks nothing */
export function cacheLine(cache: CachePlan | null, { uncachedHighMicros: without }: Estimate): Mrkdwn {
  if (cache === null || without === undefined) return mrkdwn``;
  return mrkdwn`*About ${formatDollars(Math.max(0, without - cache.savesMicros))} if the prompt cache works*, ${formatDollars(without)} without one. All requests share ${count(cache.tokens, 'token')}: one request goes first and writes them to the cache, the others read them for less. The cache is best effort; the price at most is for when each request has to write them.`;
}

/** @returns what the cache of a done job did, from what was billed; nothing when it had none */
export function cacheOutcomeWords(outcome: CacheOutcome | undefined): string {
  if (outcome === undefined) return '';
  const { readTokens, writtenTokens, savedMicros } = outcome;
  if (readTokens + writtenTokens === 0) return ' The prompt cache was not used: Anthropic cached nothing.';
  const share = Math.round((100 * readTokens) / (readTokens + writtenTokens));
  return ` Prompt cache: ${share}% of the shared text (${count(readTokens + writtenTokens, 'token')} in all) was read from it${savedWords(savedMicros)}.`;
}

function savedWords(savedMicros: number | null): string {
  if (savedMicros === null) return '';
  return savedMicros >= 0
    ? `, which saved about ${formatDollars(savedMicros)}`
    : `; it cost about ${formatDollars(-savedMicros)} more than without it`;
}
