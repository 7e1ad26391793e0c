// The context window.
import { isObject, type Json } from '../json.ts';
import { inputTokens } from '../tokens.ts';
import { invalid, type ParamsCheck } from './contract.ts';

/** One character is one token at most, with the factor of the newer models. */
const MOST_TOKENS_PER_CHARACTER = 1.3;

export const checkContext: ParamsCheck = (params, { model, place }) => {
  if (place === 'count') return null;
  const characters = lengthOf(params.messages) + lengthOf(params.system) + lengthOf(params.tools);
  // Counting is slow, and nearly every prompt is far too short to need it.
  if (characters * MOST_TOKENS_PER_CHARACTER < model.context * 0.9) return null;
  const tokens = inputTokens(params, model);
  return tokens > model.context
    ? invalid(`prompt is too long: ${tokens} tokens > ${model.context} maximum`)
    : null;
};

function lengthOf(value: Json | undefined): number {
  if (typeof value === 'string') return value.length;
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + lengthOf(one), 0);
  return isObject(value) ? Object.values(value).reduce((sum: number, one) => sum + lengthOf(one), 0) : 0;
}
