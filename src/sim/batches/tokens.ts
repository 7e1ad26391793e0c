// A repeatable guess at tokens; the real count differs, as every estimate does.
import { isObject, type Json, type Params } from './json.ts';
import type { SimModel } from './models.ts';

/** @returns about one token for four letters of Latin text, more for other scripts */
export function countTokens(text: string): number {
  let units = 0;
  // By code unit: an emoji is two of them and counts twice, which is about right.
  for (let at = 0; at < text.length; at++) units += text.charCodeAt(at) < 0x250 ? 0.25 : 0.8;
  return Math.ceil(units);
}

/** Bytes of files are not read as text: an image or a page costs about the same, whatever its bytes. */
const FILE_TOKENS = 1600;

/** @returns the tokens of anything that a prompt is made of; marks for the cache are no part of it */
export function contentTokens(value: Json | undefined): number {
  if (typeof value === 'string') return countTokens(value);
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + contentTokens(one), 0);
  if (!isObject(value)) return 0;
  if (value.type === 'image' || (value.type === 'document' && isObject(value.source))) {
    const text = isObject(value.source) && value.source.type === 'text' ? value.source.data : undefined;
    return text === undefined ? FILE_TOKENS : contentTokens(text);
  }
  const { cache_control: _control, ...told } = value;
  return Object.values(told).reduce((sum: number, one) => sum + contentTokens(one), 0);
}

/** @returns the input tokens of a request */
export function inputTokens(params: Params, model: SimModel): number {
  const messages = Array.isArray(params.messages) ? params.messages : [];
  const tools = params.tools === undefined ? 0 : 300 + countTokens(JSON.stringify(params.tools));
  const output = isObject(params.output_config) ? params.output_config.format : undefined;
  // The model is told its schema, beside the prompt.
  const schema = isObject(output) ? 100 + countTokens(JSON.stringify(output.schema)) : 0;
  const text = contentTokens(params.system) + contentTokens(messages) + tools + schema;
  return Math.ceil(text * model.tokenFactor) + 4 + 3 * messages.length;
}
