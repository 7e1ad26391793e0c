// A request that a builder yielded: into the form of a ready-made one, or what is wrong with it.
import { isJsonObject, type Json, type JsonObject } from '../json.ts';

export interface BuiltRequest {
  /** null: it is to be numbered. */
  customId: string | null;
  params: JsonObject;
}

const FULL = ['custom_id', 'params'];
const PROMPT = ['custom_id', 'prompt', 'system', 'model', 'max_tokens'];

/** @returns the request, or a plain sentence */
export function builtRequest(value: Json): BuiltRequest | string {
  if (!isJsonObject(value)) return 'The builder gave something else than a request.';
  const { custom_id: id = null, params, prompt } = value;
  const known = params === undefined ? PROMPT : FULL;
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown !== undefined)
    return `The request has a field ${unknown.slice(0, 60)}; allowed are ${known.join(', ')}.`;
  if (id !== null && typeof id !== 'string' && typeof id !== 'number')
    return 'custom_id has to be text or a number.';
  const customId = id === null ? null : String(id);
  if (params !== undefined)
    return isJsonObject(params) ? { customId, params } : 'params has to be an object.';
  if (typeof prompt !== 'string' || prompt.trim() === '')
    return 'The request has neither params nor a prompt.';
  const { custom_id: _id, prompt: _prompt, ...settings } = value;
  return { customId, params: { ...settings, messages: [{ role: 'user', content: prompt }] } };
}
