// /batch help, printed from the commands' own declarations.
import { type Command, usageOf } from '../command.ts';
import { joinMrkdwn, type Mrkdwn, mrkdwn, plain } from '../mrkdwn.ts';
import { context, type Message, message, section, sections } from './blocks.ts';

const HOW = mrkdwn`*How it goes*
1. Drop a CSV, text or JSONL file, or documents (PDF, Word, images, also in a ZIP), and mention me, with what Claude should do with each: “Write a product description for {{name}}: {{features}}”.
2. Look at the draft: preview, rows that are skipped, price. Edit it until it is right.
3. Press Submit. The results come back to the thread, usually within an hour, at half the standard price.`;

/** @returns every command on one screen */
export function helpReply(commands: readonly Command[]): Message {
  const lines = commands.map((command) =>
    joinMrkdwn([mrkdwn`\`${usageLine(command)}\``, plain(command.summary)], '\n'),
  );
  return message(mrkdwn`Help for /batch: ${commands.map(({ name }) => name).join(', ')}`, [
    section(HOW),
    ...sections([mrkdwn`*Commands*`, ...lines]),
    context(
      plain(
        '/batch help build shows one command in full. In threads, mention me instead: Slack has no commands there.',
      ),
    ),
  ]);
}

/** @returns one command with its options and examples */
export function commandHelpReply(command: Command): Message {
  const options = Object.entries(command.options).map(
    ([name, spec]) => mrkdwn`• \`--${name} ${spec.hint}\` ${spec.summary}`,
  );
  const examples: Mrkdwn[] = command.examples.map((example) => mrkdwn`\`${example}\``);
  const parts = [
    mrkdwn`\`${usageOf(command)}\``,
    plain(command.summary),
    ...options,
    mrkdwn`*For example*`,
    ...examples,
  ];
  return message(mrkdwn`${usageOf(command)}: ${command.summary}`, sections(parts));
}

/** Options are named on the command's own help. */
function usageLine(command: Command): string {
  const options =
    Object.keys(command.options).length > 2
      ? ['…']
      : Object.keys(command.options).map((name) => `[--${name} …]`);
  return ['/batch', command.name, ...command.words, ...options].join(' ');
}
