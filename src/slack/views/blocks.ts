// The few blocks that every message is made of, each held to Slack's limits.
import type {
  Button,
  ConfirmationDialog,
  KnownBlock,
  MrkdwnElement,
  RichTextBlock,
  StaticSelect,
} from '@slack/types';
import { clip, clipMrkdwn, LIMITS } from '../limits.ts';
import { joinMrkdwn, type Mrkdwn, visible } from '../mrkdwn.ts';

/** A message as it is posted: blocks, and the text that notifications and screen readers use. */
export interface Message {
  text: string;
  blocks: KnownBlock[];
}

/** @returns a message within Slack's limits; the text is mrkdwn too. The last block holds the buttons and is never dropped. */
export function message(text: Mrkdwn, blocks: KnownBlock[]): Message {
  const max = LIMITS.messageBlocks;
  const kept = blocks.length > max ? [...blocks.slice(0, max - 1), ...blocks.slice(-1)] : blocks;
  return { text: clipMrkdwn(text, LIMITS.messageText), blocks: kept };
}

/** Without `verbatim` Slack makes links of addresses and channel names that it finds in the text. */
function verbatim(text: Mrkdwn, max: number): MrkdwnElement {
  return { type: 'mrkdwn', text: text === '' ? '…' : clipMrkdwn(text, max), verbatim: true };
}

export function header(text: string): KnownBlock {
  const shown = clip(visible(text), LIMITS.headerText);
  return { type: 'header', text: { type: 'plain_text', text: shown, emoji: true } };
}

export function section(text: Mrkdwn): KnownBlock {
  return { type: 'section', text: verbatim(text, LIMITS.sectionText) };
}

export function sectionWithButton(text: Mrkdwn, accessory: Button): KnownBlock {
  return { type: 'section', text: verbatim(text, LIMITS.sectionText), accessory };
}

/** @returns lines in as many sections as they need, so that none is lost to the limit of one */
export function sections(lines: readonly Mrkdwn[]): KnownBlock[] {
  const packed: Mrkdwn[][] = [];
  let room = 0;
  for (const line of lines.filter((one) => one !== '')) {
    if (line.length + 1 > room) {
      packed.push([]);
      room = LIMITS.sectionText;
    }
    packed.at(-1)?.push(line);
    room -= line.length + 1;
  }
  return packed.map((some) => section(joinMrkdwn(some, '\n')));
}

/** @returns small grey text; its parts are put on one line */
export function context(...parts: Mrkdwn[]): KnownBlock {
  return { type: 'context', elements: [verbatim(joinMrkdwn(parts, ' · '), LIMITS.contextText)] };
}

/** @returns text of people or models, shown exactly as it is and never read as markup */
export function preformatted(text: string): RichTextBlock {
  const shown = text === '' ? ' ' : clip(text, LIMITS.preformatted);
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: shown }] }],
  };
}

export interface ButtonSpec {
  label: string;
  action: string;
  value: string;
  style?: 'primary' | 'danger';
  confirm?: { title: string; text: string; yes: string; no: string };
}

export function button({ label, action, value, style, confirm }: ButtonSpec): Button {
  return {
    type: 'button',
    action_id: action,
    value: value.slice(0, LIMITS.buttonValue),
    text: { type: 'plain_text', text: clip(label, LIMITS.buttonText), emoji: true },
    ...(style === undefined ? {} : { style }),
    ...(confirm === undefined ? {} : { confirm: dialog(confirm, style) }),
  };
}

function dialog(
  { title, text, yes, no }: NonNullable<ButtonSpec['confirm']>,
  style: ButtonSpec['style'],
): ConfirmationDialog {
  const plain = (value: string, max: number) => ({
    type: 'plain_text' as const,
    text: clip(visible(value), max),
  });
  return {
    title: plain(title, LIMITS.confirmTitle),
    text: plain(text, LIMITS.confirmText),
    confirm: plain(yes, LIMITS.confirmButton),
    deny: plain(no, LIMITS.confirmButton),
    ...(style === undefined ? {} : { style }),
  };
}

export function actions(...buttons: (Button | StaticSelect)[]): KnownBlock {
  return { type: 'actions', elements: buttons.slice(0, LIMITS.actionButtons) };
}
