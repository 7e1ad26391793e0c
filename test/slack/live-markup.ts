// A small reader of Slack's markup, for what a text sets off: mentions, broadcasts, links. Written apart from the escaper.

const DATE = /^!date\^\d+\^[^|^<>]+\|[^<>]+$/;

/**
 * Looks for what Slack would act on.
 * @param text a mrkdwn text
 * @param people ids that may be mentioned
 * @returns what is alive and may not be, or broken
 */
export function liveMarkup(text: string, people: readonly string[] = []): string[] {
  const found: string[] = [];
  let rest = text;
  for (;;) {
    const open = rest.indexOf('<');
    const before = open < 0 ? rest : rest.slice(0, open);
    if (before.includes('>')) found.push(`a stray > in ${before.slice(0, 60)}`);
    if (/&(?!amp;|lt;|gt;)/.test(before)) found.push(`a bare & in ${before.slice(0, 60)}`);
    if (/@(channel|here|everyone)/i.test(before)) found.push(`a broadcast in ${before.slice(0, 60)}`);
    if (open < 0) return found;
    const close = rest.indexOf('>', open);
    const inside = close < 0 ? rest.slice(open + 1) : rest.slice(open + 1, close);
    const isPerson = inside.startsWith('@') && people.includes(inside.slice(1));
    if (close < 0 || !(isPerson || DATE.test(inside))) found.push(`<${inside.slice(0, 60)}>`);
    rest = close < 0 ? '' : rest.slice(close + 1);
  }
}

/** What Slack would act on anywhere in blocks or a view: text of type mrkdwn, unless it is verbatim also bare addresses. */
export function liveIn(value: unknown, people: readonly string[] = []): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap((one) => liveIn(one, people));
  if (!('type' in value) || value.type !== 'mrkdwn' || !('text' in value)) return inner;
  const text = String(value.text);
  const isVerbatim = 'verbatim' in value && value.verbatim === true;
  const links = isVerbatim ? [] : addresses(text);
  return [...inner, ...links, ...liveMarkup(text, people)];
}

/** Addresses that Slack makes links of where it is not told to leave text as it is. */
export function addresses(text: string): string[] {
  return text.match(/[a-z][a-z0-9+.-]*:\/\/\S*/gi) ?? [];
}
