// max_tokens: needed, and limited by the model.
import { isInteger } from '../json.ts';
import { invalid, type ParamsCheck } from './contract.ts';

const LONG_OUTPUT = 'output-300k-2026-03-24';

export const checkMaxTokens: ParamsCheck = ({ max_tokens: max }, { model, place, betas }) => {
  if (place === 'count') return null;
  if (max === undefined) return invalid('max_tokens: Field required');
  if (!isInteger(max)) return invalid('max_tokens: Input should be a valid integer');
  // 0 warms the cache, outside of message batches.
  if (max < (place === 'batch' ? 1 : 0)) return invalid('max_tokens: must be greater than or equal to 1');
  const isLong = place === 'batch' && model.longOutput && betas.includes(LONG_OUTPUT);
  const most = isLong ? 300_000 : model.maxTokens;
  if (max <= most) return null;
  return invalid(
    `max_tokens: ${max} > ${most}, which is the maximum allowed number of output tokens for ${model.id}`,
  );
};
