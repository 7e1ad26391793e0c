// The quiet offer for a file that was dropped without a word to the bot; only its uploader sees it.
import { ACTIONS } from '../ids.ts';
import { clip } from '../limits.ts';
import { mrkdwn } from '../mrkdwn.ts';
import { actions, button, type Message, message, section } from './blocks.ts';

export function offer(file: { fileId: string; name: string }): Message {
  const text = mrkdwn`Run Claude over *${clip(file.name, 100)}*, row by row, at half the usual price? You see a preview and the price first.`;
  return message(text, [
    section(text),
    actions(
      button({ label: 'Start a batch', action: ACTIONS.startBatch, value: file.fileId, style: 'primary' }),
    ),
  ]);
}
