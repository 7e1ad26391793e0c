// The price that a person agrees to, in words: the most that it can be, and what it cannot hold.
import type { Estimate } from '../../core/money/estimate.ts';
import { formatDollars } from '../../core/money/pricing.ts';

/** @returns e.g. '$1.20 at most', with what comes on top of it where tools have no highest price */
export function atMostWords({
  batchHighMicros,
  withServerTools = 0,
}: Pick<Estimate, 'batchHighMicros' | 'withServerTools'>): string {
  const most = `${formatDollars(batchHighMicros)} at most`;
  return withServerTools === 0 ? most : `${most} and what tools that Anthropic runs add to it`;
}
