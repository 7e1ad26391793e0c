// Text of people or models that may be long: shown as it is, and where it is cut a word says so.
import type { KnownBlock } from '@slack/types';
import { clip } from '../limits.ts';
import { plain, visible } from '../mrkdwn.ts';
import { context, preformatted } from './blocks.ts';
import { number } from './words.ts';

/**
 * @param max characters that are shown
 * @param rest where the whole text is, or ''
 */
export function longText(text: string, max: number, rest = ''): KnownBlock[] {
  const shown = visible(text);
  if (shown.length <= max) return [preformatted(shown)];
  return [
    preformatted(clip(shown, max)),
    context(plain(`Cut after ${number(max)} characters.${rest === '' ? '' : ` ${rest}`}`)),
  ];
}
