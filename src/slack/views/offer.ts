// The quiet offer for a file that was dropped without a word to the bot; only its uploader sees it.
import { ACTIONS } from '../ids.ts';
import { inline, mrkdwn, plain } from '../mrkdwn.ts';
import { actions, button, context, type Message, message, section } from './blocks.ts';

export function offer(file: { fileId: string; name: string }): Message {
  const text = mrkdwn`Shall Claude answer something for each row or file of ${inline(file.name, 100)}?`;
  return message(text, [
    section(text),
    context(
      plain('You see the prompts and the price first; nothing is sent before somebody presses Submit.'),
    ),
    actions(
      button({ label: 'Start a batch', action: ACTIONS.startBatch, value: file.fileId, style: 'primary' }),
    ),
  ]);
}
