// What is said to whoever invites the bot to a channel.
import { ACTIONS } from '../ids.ts';
import { mrkdwn, plain } from '../mrkdwn.ts';
import { ACCEPTED_FILES } from './accepted-files.ts';
import { actions, button, context, type Message, message, section } from './blocks.ts';

/** @returns how to begin, and what costs money */
export function welcomeReply(): Message {
  const text = mrkdwn`Thank you for having me. *Drop a file here*, *mention me*, and say what Claude should do with each row or file: “Write a product description for {{name}}: {{features}}”. It can be ${ACCEPTED_FILES}.`;
  return message(text, [
    section(text),
    context(
      plain(
        'You see the prompts and the price first; nothing is sent before somebody presses Submit. Results come back to the thread at half the standard price. /batch help shows the rest.',
      ),
    ),
    actions(button({ label: 'Settings of this channel', action: ACTIONS.settings, value: 'settings' })),
  ]);
}
