// Text for Slack: the one escaper, and the way back from what Slack sends.
import { clip } from './limits.ts';

declare const escaped: unique symbol;

/** Text in which nothing of a person's or a model's is alive: no mention, no link, no broadcast. */
export type Mrkdwn = string & { readonly [escaped]: true };

/** Text that still has to be escaped; mrkdwn is none, so that nothing is escaped twice (use `include`). */
type Raw = string & { readonly [escaped]?: never };

/** Text can be made to read differently from what it is by overriding its direction. */
const DIRECTION_OVERRIDES = /[\u202a-\u202e\u2066-\u2069]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it takes out
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f]/g;
const HALF_CHARACTERS = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** Slack makes mentions of these words where it is asked to parse a message. */
const BROADCAST_WORDS = /@(?=channel|here|everyone)/gi;
const WORD_JOINER = '\u2060';

/** @returns text without characters that are not shown or that hide others; it still needs escaping as mrkdwn */
export function visible(text: string): string {
  return text
    .replace(DIRECTION_OVERRIDES, '')
    .replace(/\r\n?/g, '\n')
    .replace(CONTROLS, '\ufffd')
    .replace(HALF_CHARACTERS, '\ufffd');
}

/** @returns a name or sentence of other people's as one line that cannot pose as several or open a code span; still to be escaped */
export function inline(text: string, max = 80): string {
  const line = visible(text).replace(/\s+/g, ' ').trim().replaceAll('`', 'ˋ');
  return line === '' ? 'unnamed' : clip(line, max);
}

/** @returns text in which Slack finds no address to link, for the places where it cannot be told not to look */
export function unlinked(text: string): string {
  return text.replace(/:(?=\/\/)/g, `:${WORD_JOINER}`);
}

function neutralize(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(BROADCAST_WORDS, `@${WORD_JOINER}`);
}

function trusted(text: string): Mrkdwn {
  return text as Mrkdwn;
}

const made = new WeakSet<object>();

/** A piece of mrkdwn that a template takes as it is. */
export interface Piece {
  readonly mrkdwn: Mrkdwn;
}

function piece(text: string): Piece {
  const one = { mrkdwn: trusted(text) };
  made.add(one);
  return one;
}

/**
 * Builds mrkdwn; everything put in is escaped, unless it is a piece made here.
 * @example mrkdwn`*${fileName}* from ${mention(userId)}`
 */
export function mrkdwn(strings: TemplateStringsArray, ...values: (Raw | number | Piece)[]): Mrkdwn {
  let text = '';
  strings.forEach((string, index) => {
    text += string;
    const value = values[index];
    if (value === undefined) return;
    text += typeof value === 'object' && made.has(value) ? value.mrkdwn : neutralize(String(value));
  });
  return trusted(text);
}

/** @returns text of ours or others', safe as mrkdwn */
export function plain(text: Raw): Mrkdwn {
  return trusted(neutralize(text));
}

/** @returns a name of other people's as inline code */
export function code(text: string, max?: number): Piece {
  return piece(`\`${neutralize(inline(text, max))}\``);
}

/** @returns a mention of a person; anything that is no user id is shown as text */
export function mention(userId: string): Piece {
  return piece(/^[UW][A-Z0-9]+$/.test(userId) ? `<@${userId}>` : neutralize(userId));
}

/** @returns a mention of a person or user group, e.g. of those who may do something */
export function mentionAny(id: string): Piece {
  return /^S[A-Z0-9]+$/.test(id) ? piece(`<!subteam^${id}>`) : mention(id);
}

/** @returns a link to a channel; anything that is no channel id is shown as text */
export function channelLink(channelId: string): Piece {
  return piece(/^[CG][A-Z0-9]+$/.test(channelId) ? `<#${channelId}>` : neutralize(channelId));
}

/** @returns a link; an address that is none of the web's, or could end early, is shown as its label alone */
export function link(url: string, label: string): Piece {
  const isWhole = /^https?:\/\/[^\s<>|]+$/.test(url);
  return piece(isWhole ? `<${url}|${neutralize(inline(label))}>` : neutralize(inline(label)));
}

/**
 * @param ms UTC milliseconds
 * @param format Slack's tokens, e.g. '{date_short} at {time}' (docs.slack.dev/messaging/formatting-message-text)
 * @param fallback what clients show that cannot format it; the time in UTC when left out
 * @returns a moment in the reader's own time zone
 */
export function date(ms: number, format = '{date_short_pretty} at {time}', fallback?: string): Piece {
  const utc = () => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return piece(`<!date^${Math.floor(ms / 1000)}^${format}|${neutralize(fallback ?? utc())}>`);
}

/** @returns mrkdwn that was built elsewhere, to be put into a template */
export function include(text: Mrkdwn): Piece {
  return piece(text);
}

/** @returns parts with a separator between, without empty ones */
export function joinMrkdwn(parts: readonly Mrkdwn[], separator: string): Mrkdwn {
  return trusted(parts.filter((part) => part !== '').join(separator));
}

const MARKED = /<(mailto:|tel:)?([^<>|]+)(?:\|([^<>]*))?>/g;

/** @returns what a person typed, from the text of Slack's event: entities and links turned back */
export function unescapeSlack(text: string): string {
  return text
    .replace(MARKED, (_whole, scheme: string | undefined, target: string, label: string | undefined) =>
      scheme === undefined ? backToTyped(target, label) : label || target,
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function backToTyped(target: string, label: string | undefined): string {
  if (/^[#@]/.test(target)) return `${target.charAt(0)}${label?.replace(/^[#@]/, '') || target.slice(1)}`;
  if (target.startsWith('!')) return label ?? `@${target.slice(1)}`;
  if (!label || label === target) return target;
  // Slack links what looks like an address: people typed the label. Else they put a link on words: both were meant.
  return target.includes(label) ? label : `${label} (${target})`;
}
