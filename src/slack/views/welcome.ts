// How to begin: for whoever invites the bot to a channel, and for whoever opens its messages for the first time.
import { ACTIONS } from '../ids.ts';
import { mrkdwn, plain } from '../mrkdwn.ts';
import { ACCEPTED_FILES } from './accepted-files.ts';
import { actions, button, context, type Message, message, section, sections } from './blocks.ts';

const EXAMPLE =
  '“Write a product description for {{name}}: {{features}}”, where {{name}} stands for the column “name” of your file';
const PROMISE =
  'You see the prompts and the price first; nothing is sent before somebody presses Submit. Results come back to the thread at half the standard price. /batch help shows the rest.';

/** @returns how to begin in a channel, and what costs money */
export function welcomeReply(): Message {
  const text = mrkdwn`Thank you for having me. *Drop a file here*, *mention me*, and say what Claude should do with each row or file: ${EXAMPLE}. It can be ${ACCEPTED_FILES}.`;
  return message(text, [
    section(text),
    context(plain(PROMISE)),
    actions(button({ label: 'Settings of this channel', action: ACTIONS.settings, value: 'settings' })),
  ]);
}

/** @returns how to begin in the conversation with the bot; admins also learn what they may set */
export function welcomeMessage(isAdmin: boolean): Message {
  const text = mrkdwn`Hello! I run bulk work on Claude. *Drop a file here* and say what Claude should do with each row or file: ${EXAMPLE}. It can be ${ACCEPTED_FILES}. In a channel, invite me (/invite) and mention me beside the file.`;
  const forAdmins = mrkdwn`*You are an admin.* \`/batch budget set workspace $100\` limits what may be spent in a month, \`/batch settings\` says who may submit, what needs an approval, and in which channels I work.`;
  return message(text, [
    ...sections([text, ...(isAdmin ? [forAdmins] : [])]),
    context(plain(PROMISE)),
    actions(
      button({ label: 'New batch', action: ACTIONS.newBatch, value: 'new', style: 'primary' }),
      button({ label: 'Settings', action: ACTIONS.settings, value: 'settings' }),
    ),
  ]);
}
