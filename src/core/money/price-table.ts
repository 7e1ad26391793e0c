// Anthropic's list prices; edit here when they change. Source: platform.claude.com pricing and release notes.

/** Nano-dollars per token at the standard rate ($1 per million tokens = 1,000). */
export interface Price {
  input: number;
  output: number;
  cacheWrite5m: number;
  cacheWrite1h: number;
  cacheRead: number;
}

export interface PriceEntry {
  price: Price;
  /** Rates for requests whose prompt is longer than this. */
  above?: { promptTokens: number; price: Price };
}

function price(
  input: number,
  cacheWrite5m: number,
  cacheWrite1h: number,
  cacheRead: number,
  output: number,
): Price {
  const nano = (dollars: number) => Math.round(dollars * 1000);
  return {
    input: nano(input),
    output: nano(output),
    cacheWrite5m: nano(cacheWrite5m),
    cacheWrite1h: nano(cacheWrite1h),
    cacheRead: nano(cacheRead),
  };
}

const fable52 = price(8, 10, 16, 0.2, 40);
const fable51 = price(10, 12.5, 20, 0.25, 50);
const fable5 = price(10, 12.5, 20, 1, 50);
const opus5 = price(5, 6.25, 10, 0.5, 25);
const sonnet4 = price(3, 3.75, 6, 0.3, 15);

/** Columns: input, 5-minute cache write, 1-hour cache write, cache read, output; dollars per million tokens. */
export const PRICES: { asOf: string; models: Record<string, PriceEntry> } = {
  asOf: '2026-11-09',
  models: {
    'claude-fable-5-2': { price: fable52 },
    'claude-mythos-5-2': { price: fable52 },
    'claude-fable-5-1': { price: fable51 },
    'claude-mythos-5-1': { price: fable51 },
    'claude-fable-5': { price: fable5 },
    'claude-mythos-5': { price: fable5 },
    'claude-opus-5-5': { price: price(4, 5, 8, 0.2, 20) },
    'claude-opus-5': { price: opus5 },
    'claude-opus-4-8': { price: opus5 },
    'claude-opus-4-7': { price: opus5 },
    'claude-opus-4-6': { price: opus5 },
    'claude-opus-4-5': { price: opus5 },
    'claude-sonnet-5-5': { price: price(2, 2.5, 4, 0.1, 10) },
    'claude-sonnet-5': { price: price(2, 2.5, 4, 0.2, 10) },
    'claude-sonnet-4-6': { price: sonnet4 },
    'claude-sonnet-4-5': { price: sonnet4 },
    'claude-haiku-5-5': {
      price: price(0.1, 0.125, 0.2, 0.01, 0.5),
      above: { promptTokens: 100_000, price: price(0.5, 0.625, 1, 0.05, 2.5) },
    },
    'claude-haiku-4-5': { price: price(1, 1.25, 2, 0.1, 5) },
  },
};
