// What all requests of a draft begin with: the system prompt, and the prompt up to its first column.

import { promptFor } from '../draft/prompt.ts';
import type { Settings } from '../draft/settings.ts';
import { parsePlain } from '../draft/template.ts';
import type { CacheEnd } from '../money/cache.ts';

export interface SharedText {
  end: CacheEnd;
  system: string | null;
  /** '' when only the system prompt is shared. */
  head: string;
}

/** A beginning of the prompt that is shorter than this share of the system prompt is not worth cutting the prompt in two. */
const LEAST_HEAD = 0.2;

/** @returns what could be marked, the better one first; nothing when requests share no text */
export function sharedTexts(
  { system, prompt }: Pick<Settings, 'system' | 'prompt'>,
  format: string,
  columns: string[],
): SharedText[] {
  const template = promptFor(prompt, format, columns)?.template ?? '';
  const [first, ...rest] = parsePlain(template, columns)?.segments ?? [];
  const head = typeof first === 'string' && first.trim() !== '' && rest.length > 0 ? first : '';
  const found: SharedText[] = [];
  if (system !== null) found.push({ end: 'system', system, head: '' });
  if (head !== '') found.push({ end: 'prompt', system, head });
  return head.length >= LEAST_HEAD * (system?.length ?? 0) ? found.reverse() : found;
}
