// Ready-made `{custom_id, params}` requests: what the API would refuse hours later is found now.

import type { Model } from '../draft/model.ts';
import type { JsonObject } from '../json.ts';
import { isJsonObject } from '../json.ts';

/** Refused by API version 2026-10-21 even at their default values. */
const SAMPLING = ['temperature', 'top_p', 'top_k'];
/** Not possible in a message batch. */
const NOT_IN_BATCH = ['stream', 'speed', 'fallbacks'];
/** Belongs to a header of the whole batch. */
const NOT_A_PARAM = ['betas'];

/**
 * Looks for the first thing in params that would come back as an error.
 * @param models the API's list, or null when it could not be asked
 * @returns a plain sentence, or null when nothing is known to be wrong
 */
export function paramsProblem(params: JsonObject, models: readonly Model[] | null): string | null {
  for (const name of SAMPLING) {
    if (name in params) return `${name} is no longer accepted by the API; take it out.`;
  }
  for (const name of NOT_IN_BATCH) {
    if (name in params && params[name] !== false)
      return `${name} is not possible in a message batch; take it out.`;
  }
  for (const name of NOT_A_PARAM) {
    if (name in params) return `${name} is not part of a request; take it out.`;
  }
  return modelProblem(params, models) ?? messagesProblem(params);
}

function modelProblem(params: JsonObject, models: readonly Model[] | null): string | null {
  if (typeof params.model !== 'string') return 'model has to be the id of a model.';
  const maxTokens = params.max_tokens;
  if (typeof maxTokens !== 'number' || !Number.isInteger(maxTokens) || maxTokens < 1) {
    return 'max_tokens has to be a whole number of at least 1.';
  }
  if (models === null) return null;
  const model = models.find((one) => one.id === params.model || snapshotOf(one.id) === params.model);
  if (!model) return `${params.model} is not a model that this API key can use.`;
  if (model.lifecycle === 'retired') return `${params.model} is retired; choose another model.`;
  if (!model.batch) return `${params.model} does not take message batches; choose another model.`;
  if (model.maxOutputTokens !== null && maxTokens > model.maxOutputTokens) {
    return `max_tokens ${maxTokens} is above ${model.maxOutputTokens}, the most that ${params.model} can write.`;
  }
  return null;
}

/** A dated snapshot id without its date. */
function snapshotOf(id: string): string {
  return id.replace(/-\d{8}$/, '');
}

function messagesProblem(params: JsonObject): string | null {
  const { messages } = params;
  if (!Array.isArray(messages) || messages.length === 0) return 'messages has to hold at least one message.';
  for (const message of messages) {
    if (!isJsonObject(message) || typeof message.role !== 'string')
      return 'every message needs a role and content.';
    const { content } = message;
    const isText = typeof content === 'string' && content.trim() !== '';
    if (!isText && !(Array.isArray(content) && content.length > 0))
      return `a ${message.role} message is empty.`;
  }
  return null;
}
