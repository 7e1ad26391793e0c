// Exhibits as a page: Slack's look by slack-blocks-to-jsx, a frame around it, and below it what screen readers read.
import { readFileSync } from 'node:fs';
import { createElement, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { type Block, Message } from 'slack-blocks-to-jsx';
import type { Exhibit, Room } from './exhibit.ts';
import { NAMES } from './sample.ts';

const STYLE = readFileSync('node_modules/slack-blocks-to-jsx/dist/style.css', 'utf8');
const OWN_STYLE = `
body { margin: 0; padding: 24px; background: #f4f4f4; font: 15px/1.46 Lato, "DejaVu Sans", "Noto Color Emoji", sans-serif; color: #1d1c1d; }
h1 { font-size: 26px; } h2 { font-size: 14px; margin: 28px 0 6px; color: #616061; font-weight: 600; }
.frame { background: #fff; border: 1px solid #ddd; border-radius: 8px; padding: 12px 16px; white-space: pre-line; }
.message { width: 660px; } .home { width: 700px; } .modal { width: 520px; }
.bar { display: flex; justify-content: space-between; font-weight: 700; padding-bottom: 8px; }
.bar.bottom { justify-content: flex-end; gap: 8px; padding: 12px 0 0; }
.bar.bottom span { border: 1px solid #bbb; border-radius: 4px; padding: 4px 12px; font-size: 14px; }
.text { width: 660px; font-size: 11px; color: #777; margin-top: 4px; white-space: pre-wrap; overflow-wrap: anywhere; }
.frame table { border-collapse: collapse; } .frame td, .frame th { border: 1px solid #ddd; padding: 4px 8px; text-align: left; }
`;

/** @returns the whole page of one room */
export function pageOf({ name, exhibits }: Room): string {
  const parts = exhibits.map((exhibit) => figure(exhibit));
  const page = createElement('body', null, createElement('h1', null, name), ...parts);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${name}</title><style>${STYLE}${OWN_STYLE}</style></head>${markup(page)}<script>document.body.dataset.height = document.documentElement.scrollHeight</script></html>`;
}

/** @returns one exhibit alone, for whoever wants to know what of it is shown */
export function markupOf(exhibit: Exhibit): string {
  return markup(figure(exhibit));
}

/** The library has a word of its own beside each input for text, which Slack does not show. */
function markup(element: ReactElement): string {
  return renderToStaticMarkup(element).replaceAll('↵ Please &#x27;enter&#x27; to submit', '');
}

function figure({ title, surface, blocks, text, frame }: Exhibit): ReactElement {
  const shown = createElement(Message, {
    blocks: blocks.map(known),
    logo: 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
    name: 'Claude Batches',
    time: new Date(Date.UTC(2026, 10, 24, 12)),
    withoutWrapper: surface !== 'message',
    data: NAMES,
  });
  const bar = (...words: (string | null)[]) =>
    words.filter((word) => word !== null).map((word) => createElement('span', { key: word }, word));
  return createElement(
    'section',
    { key: title },
    createElement('h2', null, title),
    createElement(
      'div',
      { className: `frame ${surface}` },
      frame === null ? null : createElement('div', { className: 'bar' }, ...bar(frame.title)),
      shown,
      frame === null
        ? null
        : createElement('div', { className: 'bar bottom' }, ...bar(frame.close, frame.submit)),
    ),
    text === null ? null : createElement('div', { className: 'text' }, text),
  );
}

/**
 * What the library reads otherwise than Slack does: with `verbatim` Slack still reads markup, a `data_table` is to it no
 * block at all, and what is chosen in a menu it shows only once it runs in a browser.
 */
function known(block: unknown): Block {
  const plain = JSON.parse(JSON.stringify(block), (key, value) =>
    key === 'verbatim' ? undefined : withChoice(value),
  );
  if (plain.type !== 'data_table') return plain;
  return { type: 'table', rows: plain.rows };
}

/** @returns an element with what is chosen in it where its placeholder would be */
function withChoice(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const element = value as {
    initial_option?: { text: { text: string } };
    initial_users?: string[];
    initial_conversations?: string[];
  };
  const ids = [...(element.initial_users ?? []), ...(element.initial_conversations ?? [])];
  const chosen = element.initial_option?.text.text ?? ids.map(nameOf).join(', ');
  return chosen === '' ? value : { ...element, placeholder: { type: 'plain_text', text: chosen } };
}

function nameOf(id: string): string {
  return [...NAMES.users, ...NAMES.channels].find((one) => one.id === id)?.name ?? id;
}
