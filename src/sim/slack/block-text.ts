// Blocks as plain text, the way a person reads them; buttons as [Label].
import { isObject, type JsonObject, objectAt, objectsAt, textAt } from './json.ts';

/** Resolves ids to what people see: `<@U1>` becomes `@Ann`. */
export type NameOf = (id: string) => string;

/** mrkdwn as people see it: mentions, links and entities resolved. */
export function readableText(text: string, nameOf: NameOf): string {
  return text
    .replace(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g, (_all, id: string) => `@${nameOf(id)}`)
    .replace(/<#([A-Z0-9]+)(?:\|[^>]*)?>/g, (_all, id: string) => `#${nameOf(id)}`)
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<!([^|>]+)(?:\|[^>]*)?>/g, '@$1')
    .replace(/<[^|>]+\|([^>]*)>/g, '$1')
    .replace(/<((?:https?|mailto):[^>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** One or more lines per block. */
export function blocksText(blocks: JsonObject[], nameOf: NameOf): string {
  return blocks
    .map((block) => blockText(block, nameOf))
    .filter((line) => line !== '')
    .join('\n');
}

function blockText(block: JsonObject, nameOf: NameOf): string {
  const show = (value: unknown) => shown(value, nameOf);
  const join = (parts: string[], separator = '\n') => parts.filter((part) => part !== '').join(separator);
  switch (block.type) {
    case 'divider':
      return '---';
    case 'header':
      return `# ${show(block.text)}`;
    case 'context':
    case 'actions':
    case 'context_actions':
      return join(objectsAt(block, 'elements').map(show), ' ');
    case 'input':
      return join([`${show(block.label)}: ${show(block.element)}`, show(block.hint)]);
    case 'table':
    case 'data_table':
      return join([show(block.caption), tableText(block, nameOf)]);
    case 'container':
      return join([
        show(block.title ?? block.rich_text_title),
        show(block.subtitle),
        blocksText(objectsAt(block, 'child_blocks'), nameOf),
      ]);
    case 'plan':
      return join([show(block.title), ...objectsAt(block, 'tasks').map((task) => blockText(task, nameOf))]);
    case 'task_card':
      return join([`(${show(block.status)}) ${show(block.title)}`, show(block.details), show(block.output)]);
    case 'carousel':
      return join(objectsAt(block, 'elements').map((card) => blockText(card, nameOf)));
    case 'data_visualization':
      return `${show(block.title)}: ${chartText(objectAt(block, 'chart') ?? {})}`;
    case 'rich_text':
    case 'image':
      return show(block);
    default:
      return join([
        ...['title', 'subtitle', 'body', 'text'].map((key) => show(block[key])),
        ...objectsAt(block, 'fields').map(show),
        ...objectsAt(block, 'actions').map(show),
        show(block.accessory),
      ]);
  }
}

/** Text objects, elements and rich text. */
function shown(value: unknown, nameOf: NameOf): string {
  if (typeof value === 'string') return readableText(value, nameOf);
  if (!isObject(value)) return '';
  const type = textAt(value, 'type') ?? '';
  if (type === 'mrkdwn') return readableText(textAt(value, 'text') ?? '', nameOf);
  if (type === 'plain_text') return textAt(value, 'text') ?? '';
  if (type === 'image') return `[image: ${textAt(value, 'alt_text') ?? ''}]`;
  if (type === 'button') return `[${shown(value.text, nameOf)}]`;
  if (type === 'overflow')
    return `[⋯ ${objectsAt(value, 'options')
      .map((option) => shown(option.text, nameOf))
      .join(' | ')}]`;
  if (type.startsWith('rich_text') && type !== 'rich_text_input') return richText(value, nameOf);
  return elementText(value, nameOf);
}

function elementText(element: JsonObject, nameOf: NameOf): string {
  const initial = element.initial_option ?? element.initial_options;
  const chosen = (Array.isArray(initial) ? initial : [initial])
    .filter(isObject)
    .map((option) => shown(option.text, nameOf));
  const value = textAt(element, 'initial_value');
  const placeholder = shown(element.placeholder, nameOf);
  const content = value ?? (chosen.length > 0 ? chosen.join(', ') : placeholder);
  return `[${content || element.type}${element.options || element.option_groups ? ' ▾' : ''}]`;
}

function richText(value: JsonObject, nameOf: NameOf): string {
  const parts = objectsAt(value, 'elements').map((part) => richPart(part, nameOf));
  switch (value.type) {
    case 'rich_text':
      return parts.join('\n');
    case 'rich_text_list':
      return parts
        .map((part, index) => (value.style === 'ordered' ? `${index + 1}. ${part}` : `• ${part}`))
        .join('\n');
    case 'rich_text_quote':
      return `> ${parts.join('')}`;
    default:
      return parts.join('');
  }
}

function richPart(part: JsonObject, nameOf: NameOf): string {
  switch (part.type) {
    case 'user':
      return `@${nameOf(textAt(part, 'user_id') ?? '')}`;
    case 'channel':
      return `#${nameOf(textAt(part, 'channel_id') ?? '')}`;
    case 'emoji':
      return `:${textAt(part, 'name') ?? ''}:`;
    case 'broadcast':
      return `@${textAt(part, 'range') ?? ''}`;
    case 'link':
      return textAt(part, 'text') ?? textAt(part, 'url') ?? '';
    case 'date':
      return textAt(part, 'fallback') ?? String(part.timestamp);
    case 'text':
      return textAt(part, 'text') ?? '';
    default:
      return richText(part, nameOf);
  }
}

function tableText(block: JsonObject, nameOf: NameOf): string {
  const rows = Array.isArray(block.rows) ? block.rows : [];
  return rows
    .map((row: unknown) => (Array.isArray(row) ? row.map((cell) => cellText(cell, nameOf)).join(' | ') : ''))
    .join('\n');
}

function cellText(cell: unknown, nameOf: NameOf): string {
  if (!isObject(cell)) return '';
  return cell.type === 'rich_text'
    ? richText(cell, nameOf)
    : (textAt(cell, 'text') ?? String(cell.value ?? ''));
}

function chartText(chart: JsonObject): string {
  const points = (items: JsonObject[]) => items.map((item) => `${item.label} ${item.value}`).join(', ');
  const series = objectsAt(chart, 'series').map(
    (entry) => `${entry.name} (${points(objectsAt(entry, 'data'))})`,
  );
  return [points(objectsAt(chart, 'segments')), ...series].filter((part) => part !== '').join('; ');
}
