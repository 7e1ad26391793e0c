// Prices to money, in integer micro-dollars; a message batch costs half of the standard rate.
import { PRICES, type Price, type PriceEntry } from './price-table.ts';

/** Tokens that are billed; the cache fields are parts of the input that are billed at their own rates. */
export interface ModelUsage {
  inputTokens: number;
  outputTokens: number;
  cacheWrite5mTokens?: number;
  cacheWrite1hTokens?: number;
  cacheReadTokens?: number;
  webSearches?: number;
  /** True when the request was kept in the US, which costs a tenth more on models from 4.6 on. */
  isUsOnly?: boolean;
}

/** $10 per 1,000 searches, the same in a batch. */
const MICROS_PER_WEB_SEARCH = 10_000;

function entryOf(model: string): PriceEntry | undefined {
  // A dated snapshot id is priced as its alias.
  const id = [model, model.replace(/-\d{8}$/, '')].find((one) => Object.hasOwn(PRICES.models, one));
  return id === undefined ? undefined : PRICES.models[id];
}

/**
 * Finds the rates of a model for one request's size (some models cost more above a prompt length).
 * @param promptTokens input, cache reads and cache writes of one request
 * @param isUsOnly whether it is kept in the US
 * @returns null when the model has no known price
 */
export function priceOf(model: string, promptTokens: number, isUsOnly = false): Price | null {
  const entry = entryOf(model);
  if (!entry) return null;
  const price = entry.above && promptTokens > entry.above.promptTokens ? entry.above.price : entry.price;
  return isUsOnly ? usPrice(model, price) : price;
}

/** Nano-dollars at the standard rate: $1 per million tokens is 1,000 nano-dollars a token. */
function tokenNanos(usage: ModelUsage, price: Price): number {
  return (
    usage.inputTokens * price.input +
    usage.outputTokens * price.output +
    (usage.cacheWrite5mTokens ?? 0) * price.cacheWrite5m +
    (usage.cacheWrite1hTokens ?? 0) * price.cacheWrite1h +
    (usage.cacheReadTokens ?? 0) * price.cacheRead
  );
}

/** @returns micro-dollars for usage in a message batch: half of every token rate, rounded to the nearest. */
export function batchCostMicros(usage: ModelUsage, price: Price): number {
  return Math.round(tokenNanos(usage, price) / 2000) + (usage.webSearches ?? 0) * MICROS_PER_WEB_SEARCH;
}

/** @returns micro-dollars for the same usage outside a batch. */
export function standardCostMicros(usage: ModelUsage, price: Price): number {
  return Math.round(tokenNanos(usage, price) / 1000) + (usage.webSearches ?? 0) * MICROS_PER_WEB_SEARCH;
}

/**
 * Settles what one result cost.
 * @param usage null when nothing was billed
 * @returns micro-dollars at batch rates; null when the model's price is not known
 */
export function resultCostMicros(model: string | null, usage: ModelUsage | null): number | null {
  if (usage === null || model === null) return 0;
  const price = billedPrice(model, usage);
  return price === null ? null : batchCostMicros(usage, price);
}

/** @returns micro-dollars at standard rates for an answer outside a batch; null when the model's price is not known */
export function messageCostMicros(model: string, usage: ModelUsage): number | null {
  const price = billedPrice(model, usage);
  return price === null ? null : standardCostMicros(usage, price);
}

function billedPrice(model: string, usage: ModelUsage): Price | null {
  const promptTokens =
    usage.inputTokens +
    (usage.cacheReadTokens ?? 0) +
    (usage.cacheWrite5mTokens ?? 0) +
    (usage.cacheWrite1hTokens ?? 0);
  return priceOf(model, promptTokens, usage.isUsOnly);
}

const BEFORE_US_PRICES = /-4-5(-\d{8})?$/;

function usPrice(model: string, price: Price): Price {
  if (BEFORE_US_PRICES.test(model)) return price;
  const { input, output, cacheWrite5m, cacheWrite1h, cacheRead } = price;
  const more = (nanos: number) => (nanos * 11) / 10;
  return {
    input: more(input),
    output: more(output),
    cacheWrite5m: more(cacheWrite5m),
    cacheWrite1h: more(cacheWrite1h),
    cacheRead: more(cacheRead),
  };
}

/** @returns e.g. '$1,234.00', '$0.0149', 'less than $0.0001': always rounded up, so that "at most" stays true */
export function formatDollars(micros: number): string {
  if (micros > 0 && micros < 100) return 'less than $0.0001';
  if (micros === 0 || micros >= 1_000_000) {
    const cents = Math.ceil(micros / 10_000);
    return (cents / 100).toLocaleString('en-US', { style: 'currency', currency: 'USD' });
  }
  const text = (Math.ceil(micros / 100) / 10_000).toFixed(4);
  // Two digits are whole cents; three would look cut beside four.
  return `$${text.replace(/00$/, '')}`;
}

/** @returns dollars with six digits for files: '0.000412'. */
export function dollarsForFile(micros: number): string {
  return (micros / 1_000_000).toFixed(6);
}
