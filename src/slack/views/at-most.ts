// The price that a person agrees to, in words: the most that it can be, and what it cannot hold.
import type { Estimate } from '../../core/money/estimate.ts';
import { formatDollars } from '../../core/money/pricing.ts';

/** @returns e.g. '$1.20 at most', with what comes on top of it where tools have no highest price */
export function atMostWords({
  batchHighMicros,
  withServerTools = 0,
}: Pick<Estimate, 'batchHighMicros' | 'withServerTools'>): string {
  return `${formatDollars(batchHighMicros)} at most${toolsWords({ withServerTools })}`;
}

/** @returns what stands behind a price that tools can go beyond; '' for all others */
export function toolsWords({ withServerTools = 0 }: Pick<Estimate, 'withServerTools'>): string {
  return withServerTools === 0 ? '' : ' and what tools that Anthropic runs add to it';
}
