// The few blocks that every message is made of, each held to Slack's limits.
import type { Button, ConfirmationDialog, KnownBlock, RichTextBlock } from '@slack/types';
import { clip, clipMrkdwn, LIMITS } from '../limits.ts';
import { join, type Mrkdwn } from '../mrkdwn.ts';

/** A message as it is posted: blocks, and the text that notifications and screen readers use. */
export interface Message {
  text: string;
  blocks: KnownBlock[];
}

/** @returns a message within Slack's limits; the text is mrkdwn too */
export function message(text: Mrkdwn, blocks: KnownBlock[]): Message {
  return { text: clipMrkdwn(text, LIMITS.messageText), blocks: blocks.slice(0, LIMITS.messageBlocks) };
}

export function header(text: string): KnownBlock {
  return { type: 'header', text: { type: 'plain_text', text: clip(text, LIMITS.headerText), emoji: true } };
}

export function section(text: Mrkdwn): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: clipMrkdwn(text, LIMITS.sectionText) } };
}

/** @returns small grey text; its parts are put on one line */
export function context(...parts: Mrkdwn[]): KnownBlock {
  const text = clipMrkdwn(join(parts, ' · '), LIMITS.contextText);
  return { type: 'context', elements: [{ type: 'mrkdwn', text }] };
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
    value,
    text: { type: 'plain_text', text: clip(label, LIMITS.buttonText), emoji: true },
    ...(style === undefined ? {} : { style }),
    ...(confirm === undefined ? {} : { confirm: dialog(confirm, style) }),
  };
}

function dialog(
  { title, text, yes, no }: NonNullable<ButtonSpec['confirm']>,
  style: ButtonSpec['style'],
): ConfirmationDialog {
  const plain = (value: string, max: number) => ({ type: 'plain_text' as const, text: clip(value, max) });
  return {
    title: plain(title, LIMITS.confirmTitle),
    text: plain(text, LIMITS.confirmText),
    confirm: plain(yes, LIMITS.confirmButton),
    deny: plain(no, LIMITS.confirmButton),
    ...(style === undefined ? {} : { style }),
  };
}

export function actions(...buttons: Button[]): KnownBlock {
  return { type: 'actions', elements: buttons };
}
