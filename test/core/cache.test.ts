// When a shared text is marked for the prompt cache, with the prices of the table.
import { describe, expect, it } from 'vitest';
import { cacheOutcome, cachePlan, cacheSavingMicros, leastCacheTokens } from '../../src/core/money/cache.ts';
import { estimate } from '../../src/core/money/estimate.ts';
import { priceOf } from '../../src/core/money/pricing.ts';
import { markedParams } from '../../src/core/request/cache-mark.ts';
import { promptTextOf } from '../../src/core/request/request.ts';
import { sharedTexts } from '../../src/core/request/shared-text.ts';

/** What costs nothing extra. */
const PLAIN = { isUsOnly: false, withServerTools: 0 };

const price = (model: string) => {
  const found = priceOf(model, 0);
  if (found === null) throw new Error(`There is no price of ${model}.`);
  return found;
};

describe('what a cache saves', () => {
  // Sonnet 5.5 as a batch, per million tokens: input $1, written for an hour $2, read $0.05.
  const sonnet = price('claude-sonnet-5-5');

  it.each([
    [1, 1, -1000],
    [2, 1, -50],
    [3, 1, 900],
    [100, 1, 100_000 - 2000 - 99 * 50],
    [100, 0, -100_000],
  ])('%i requests of 1,000 shared tokens, %d of them found: %i micro-dollars', (requests, hits, saved) => {
    expect(cacheSavingMicros(requests, 1000, sonnet, hits)).toBe(saved);
  });

  it('breaks even where about half of the requests find it', () => {
    const saved = (hits: number) => cacheSavingMicros(10_000, 1000, sonnet, hits);
    expect(saved(0.51)).toBeLessThan(0);
    expect(saved(0.52)).toBeGreaterThan(0);
  });
});

describe('a shared text', () => {
  it('is marked when it is long enough and saves five cents although one request in ten misses it', () => {
    const fromRequests = (model: string, tokens: number) =>
      [...Array(3000).keys()].find((requests) => cachePlan(model, requests, 'system', tokens) !== null);
    expect(fromRequests('claude-sonnet-5-5', 1000)).toBe(69);
    expect(fromRequests('claude-sonnet-5-5', 10_000)).toBe(9);
    expect(fromRequests('claude-haiku-5-5', 1000)).toBe(1411);
    expect(cachePlan('claude-sonnet-5-5', 2000, 'system', 511)).toBeNull();
    expect(cachePlan('claude-nine', 2000, 'system', 5000)).toBeNull();
  });

  it.each([
    ['claude-fable-5-2', 512],
    ['claude-opus-5', 512],
    ['claude-opus-5-5', 512],
    ['claude-haiku-5-5', 512],
    ['claude-sonnet-5', 1024],
    ['claude-opus-4-8', 1024],
    ['claude-sonnet-4-5-20250929', 1024],
    ['claude-opus-4-7', 2048],
    ['claude-opus-4-6', 4096],
    ['claude-haiku-4-5', 4096],
  ])('of %s has at least %i tokens', (model, least) => expect(leastCacheTokens(model)).toBe(least));

  it('is the system prompt, or all up to the first column where that adds to it', () => {
    const ends = (system: string | null, prompt: string) =>
      sharedTexts({ system, prompt }, 'csv', ['a']).map(({ end, head }) => [end, head]);
    const long = 'x'.repeat(100);
    expect(ends(long, 'Say {{a}}')).toEqual([
      ['system', ''],
      ['prompt', 'Say '],
    ]);
    expect(ends(long, `${long}{{a}}`)[0]).toEqual(['prompt', long]);
    expect(ends(null, 'Say {{a}} kindly')).toEqual([['prompt', 'Say ']]);
    expect(ends(null, '{{a}}: say it')).toEqual([]);
    expect(ends(null, ' \n{{a}}')).toEqual([]);
    // Liquid may give anything.
    expect(ends(long, `${long}{{a | upcase}}`)).toEqual([['system', '']]);
  });

  it('is marked as a block of its own, unless nothing would follow', () => {
    const params = (content: string) => ({ system: 'Be kind.', messages: [{ role: 'user', content }] });
    const mark = { end: 'prompt' as const, head: 'Say: ' };
    const cache_control = { type: 'ephemeral', ttl: '1h' };
    expect(markedParams(params('Say: hi'), mark).messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Say: ', cache_control },
          { type: 'text', text: 'hi' },
        ],
      },
    ]);
    expect(promptTextOf(markedParams(params('Say: hi'), mark))).toBe('Say: hi');
    expect(markedParams(params('Say:  \n'), mark)).toEqual(params('Say:  \n'));
    expect(markedParams(params('hi'), { end: 'system', head: '' })).toEqual({
      ...params('hi'),
      system: [{ type: 'text', text: 'Be kind.', cache_control }],
    });
  });
});

it('the price at most is what it costs when each request has to write', () => {
  const load = {
    model: 'claude-sonnet-5-5',
    requests: 100,
    inputTokens: 110_000,
    longestInputTokens: 1100,
    maxOutputTokens: 10_000,
    ...PLAIN,
  };
  expect(estimate([load], 'counted', '', { tokens: 1000 })).toMatchObject({
    batchLowMicros: 110_000,
    uncachedHighMicros: 110_000 + 50_000,
    batchHighMicros: 110_000 + 50_000 + 100_000,
  });
});

it('what came of it is told from what was billed, by model', () => {
  const uses = [
    { model: 'claude-sonnet-5-5', readTokens: 99_000, writtenTokens: 1000 },
    { model: 'claude-opus-5', readTokens: 0, writtenTokens: 1000 },
  ];
  // $0.95 and -$1, -$2.50 per million.
  expect(cacheOutcome(uses)).toEqual({
    readTokens: 99_000,
    writtenTokens: 2000,
    savedMicros: 99 * 950 - 1000 - 2500,
  });
  expect(cacheOutcome([{ model: 'claude-nine', readTokens: 1, writtenTokens: 1 }]).savedMicros).toBeNull();
});
