// Text for Slack: the one escaper, and the way back from what Slack sends.

declare const escaped: unique symbol;

/** Text in which nothing of a person's or a model's is alive: no mention, no link, no broadcast. */
export type Mrkdwn = string & { readonly [escaped]: true };

/** Control characters of Slack's markup, and characters that would let text read differently from what it is. */
function neutralize(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '');
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
export function mrkdwn(strings: TemplateStringsArray, ...values: (string | number | Piece)[]): Mrkdwn {
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
export function plain(text: string): Mrkdwn {
  return trusted(neutralize(text));
}

/** @returns a mention of a person; anything that is no user id is shown as text */
export function mention(userId: string): Piece {
  return piece(/^[UW][A-Z0-9]+$/.test(userId) ? `<@${userId}>` : neutralize(userId));
}

/** @returns a moment in the reader's own time zone; the fallback is UTC */
export function date(ms: number, format = '{date_short_pretty} at {time}'): Piece {
  const fallback = new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
  return piece(`<!date^${Math.floor(ms / 1000)}^${format}|${fallback} UTC>`);
}

/** @returns mrkdwn that was built elsewhere, to be put into a template */
export function include(text: Mrkdwn): Piece {
  return piece(text);
}

/** @returns parts with a separator between, without empty ones */
export function join(parts: readonly Mrkdwn[], separator: string): Mrkdwn {
  return trusted(parts.filter((part) => part !== '').join(separator));
}

/** @returns what a person typed, from the text of Slack's event: entities and links turned back */
export function unescapeSlack(text: string): string {
  return text
    .replace(/<(?:mailto:|tel:)?([^<>|]+)(?:\|([^<>]*))?>/g, (_whole, target: string, label?: string) =>
      backToTyped(target, label),
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function backToTyped(target: string, label: string | undefined): string {
  if (target.startsWith('#') || target.startsWith('@'))
    return `${target.charAt(0)}${label || target.slice(1)}`;
  if (target.startsWith('!')) return label ?? `@${target.slice(1)}`;
  // Slack links what looks like an address: people typed the label.
  return label !== undefined && target.endsWith(label) ? label : target;
}
