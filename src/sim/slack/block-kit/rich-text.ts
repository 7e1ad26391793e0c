// The rich_text block: sections, lists, quotes and preformatted text.
import { type Check, flag, list, number, object, oneOf, oneOfTypes, text } from './check.ts';
import { LIMITS } from './limits.ts';

const MANY = 1000;
const style = object({
  bold: flag,
  italic: flag,
  strike: flag,
  code: flag,
  underline: flag,
  highlight: flag,
  client_highlight: flag,
  unlink: flag,
});
const word = text(LIMITS.id, 1);

const broadcast: Check = (value, pointer, inspection) => {
  inspection.warnings.push('a rich_text broadcast element');
  object({ range: oneOf('here', 'channel', 'everyone') }, 'range')(value, pointer, inspection);
};

const inline = oneOfTypes(
  {
    text: object({ text: text(LIMITS.text, 1), style }, 'text'),
    link: object({ url: text(LIMITS.url, 1), text: text(LIMITS.text), unsafe: flag, style }, 'url'),
    user: object({ user_id: word, style }, 'user_id'),
    usergroup: object({ usergroup_id: word, style }, 'usergroup_id'),
    channel: object({ channel_id: word, style }, 'channel_id'),
    team: object({ team_id: word, style }, 'team_id'),
    emoji: object({ name: word, unicode: word, style }, 'name'),
    date: object(
      {
        timestamp: number(0, 9_999_999_999),
        format: word,
        url: text(LIMITS.url),
        fallback: text(LIMITS.text),
      },
      'timestamp',
      'format',
    ),
    color: object({ value: word }, 'value'),
    broadcast,
  },
  'rich text element',
);

const section = object({ elements: list(inline, MANY) }, 'elements');
const border = number(0, 1);

const parts: Record<string, Check> = {
  rich_text_section: section,
  rich_text_list: object(
    {
      style: oneOf('bullet', 'ordered'),
      elements: list(oneOfTypes({ rich_text_section: section }, 'list item'), MANY, 1),
      indent: number(0, 8),
      offset: number(0, 1_000_000),
      border,
    },
    'style',
    'elements',
  ),
  rich_text_quote: object({ elements: list(inline, MANY), border }, 'elements'),
  rich_text_preformatted: object({ elements: list(inline, MANY), border, language: word }, 'elements'),
};

/** The fields of a rich_text block. */
export const richTextElements = list(oneOfTypes(parts, 'rich text part'), MANY);
/** A whole rich_text object, as used inside tables and task cards. */
export const richText = oneOfTypes(
  { rich_text: object({ elements: richTextElements, block_id: word }, 'elements') },
  'rich text',
);
