// What a batch would cost if all its answers were as long as those of the rows that were tried.
import type { Estimate, TriedRange } from './estimate.ts';
import { priceOf } from './pricing.ts';

/**
 * @param answers of the rows that were tried, with the model that answered
 * @returns the range, never above what the batch costs at most; null when there is no answer, or a price is not known
 */
export function triedRange(
  { batchLowMicros, batchHighMicros }: Pick<Estimate, 'batchLowMicros' | 'batchHighMicros'>,
  requests: number,
  answers: readonly { model: string; inputTokens: number; outputTokens: number }[],
): TriedRange | null {
  const totals = answers.map(({ model, inputTokens, outputTokens }) => {
    const price = priceOf(model, inputTokens);
    if (price === null) return null;
    // Nano-dollars at the standard rate; as a batch half of it. Rounded once, for all requests.
    const micros = batchLowMicros + Math.round((requests * outputTokens * price.output) / 2000);
    return Math.min(micros, batchHighMicros);
  });
  const known = totals.filter((total) => total !== null);
  if (known.length === 0 || known.length < totals.length) return null;
  return { rows: answers.length, lowMicros: Math.min(...known), highMicros: Math.max(...known) };
}
