// Puts the mark for the prompt cache behind what all requests share.

import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { CacheEnd } from '../money/cache.ts';

export interface CacheMark {
  end: CacheEnd;
  /** The text in front of the prompt's first column. */
  head: string;
}

/** An hour: the first request has to be answered, and seen to be, before the others are sent. */
const CACHE_CONTROL = { type: 'ephemeral', ttl: '1h' };

/**
 * The same text in blocks. A prompt with nothing after the shared text stays as it is: the API takes no blank block.
 * @param params of a prompt request: one user message of plain text
 */
export function markedParams(params: JsonObject, mark: CacheMark | null): JsonObject {
  if (mark?.end === 'system' && typeof params.system === 'string')
    return { ...params, system: [markedBlock(params.system)] };
  const [message] = Array.isArray(params.messages) ? params.messages : [];
  if (mark?.end !== 'prompt' || !isJsonObject(message)) return params;
  const { content } = message;
  if (typeof content !== 'string' || !content.startsWith(mark.head)) return params;
  const rest = content.slice(mark.head.length);
  if (rest.trim() === '') return params;
  return {
    ...params,
    messages: [{ ...message, content: [markedBlock(mark.head), { type: 'text', text: rest }] }],
  };
}

function markedBlock(text: string): Json {
  return { type: 'text', text, cache_control: CACHE_CONTROL };
}
