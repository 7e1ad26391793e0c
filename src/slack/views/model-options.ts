// The models that a draft can be set to, each with its price.
import type { PlainTextOption } from '@slack/types';
import type { Model } from '../../core/draft/model.ts';
import { PRICES } from '../../core/money/price-table.ts';
import { formatDollars, priceOf } from '../../core/money/pricing.ts';
import { LIMITS } from '../limits.ts';
import { option } from './modal-inputs.ts';

const SOON_MS = 90 * 24 * 3_600_000;
/** Nano-dollars a token at the standard rate, to micro-dollars for a million tokens as a batch. */
const BATCH_MICROS_PER_MILLION = 500;

/**
 * @param models the API's list; when no model of it can be used, the models whose price is known
 * @param now UTC milliseconds, to show only retirements of the next 90 days; all are shown without it
 * @returns the current model first, and every other that takes message batches and has a known price
 */
export function modelOptions(current: string, models: readonly Model[], now?: number): PlainTextOption[] {
  const usable = models.filter(
    ({ id, batch, lifecycle }) => batch && lifecycle !== 'retired' && priceOf(id, 0) !== null,
  );
  const ids = usable.length > 0 ? usable.map(({ id }) => id) : Object.keys(PRICES.models);
  const retirements = new Map(models.map(({ id, retiresAt }) => [id, retiresAt]));
  return [...new Set([current, ...ids])]
    .filter((id) => id !== '' && id.length <= LIMITS.optionValue)
    .slice(0, LIMITS.selectOptions)
    .map((id) => option(`${id}${ratesWords(id)}${retiresWords(retirements.get(id) ?? null, now)}`, id));
}

function ratesWords(id: string): string {
  const price = priceOf(id, 0);
  if (price === null) return ' · price not known';
  const [input, output] = [price.input, price.output].map((rate) =>
    formatDollars(rate * BATCH_MICROS_PER_MILLION),
  );
  return ` · ${input} / ${output}`;
}

function retiresWords(retiresAt: number | null, now?: number): string {
  if (retiresAt === null || (now !== undefined && retiresAt - now > SOON_MS)) return '';
  return ` · retires ${new Date(retiresAt).toISOString().slice(0, 10)}`;
}
