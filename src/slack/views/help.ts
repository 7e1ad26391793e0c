// /batch help, printed from the commands' own declarations.
import { type Command, TASKS, usageOf } from '../command.ts';
import { joinMrkdwn, type Mrkdwn, mrkdwn, plain } from '../mrkdwn.ts';
import { ACCEPTED_FILES } from './accepted-files.ts';
import { context, type Message, message, section, sections } from './blocks.ts';

const HOW = mrkdwn`*How it goes*
1. Drop ${ACCEPTED_FILES}, and mention me, with what Claude should do with each: “Write a product description for {{name}}: {{features}}”. {{name}} stands for the column “name” of your file; behind the prompt, \`--fields "mood: good|bad, summary"\` makes columns of the answers.
2. Look at the draft: preview, rows that are skipped, price. Edit it until it is right.
3. Press Submit. The results come back to the thread, usually within an hour, at half the standard price.`;

/** @returns every command on one screen */
export function helpReply(commands: readonly Command[]): Message {
  return message(mrkdwn`Help for /batch: ${commands.map(({ name }) => name).join(', ')}`, [
    section(HOW),
    ...(Object.keys(TASKS) as (keyof typeof TASKS)[]).map((task) =>
      section(
        taskText(
          task,
          commands.filter((command) => command.task === task),
        ),
      ),
    ),
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

/** A line for each command, and the first of their examples that says more than its usage. */
function taskText(task: keyof typeof TASKS, commands: readonly Command[]): Mrkdwn {
  const [example] = commands.flatMap(({ examples }) => examples.filter((one) => one.split(' ').length > 2));
  return joinMrkdwn(
    [
      mrkdwn`*${TASKS[task]}*`,
      ...commands.map((command) => mrkdwn`\`${usageLine(command)}\` ${command.summary}`),
      example === undefined ? mrkdwn`` : mrkdwn`For example \`${example}\``,
    ],
    '\n',
  );
}

/** What is longer is no help at a glance. */
const LONGEST_USAGE = 60;

/** Options are named on the command's own help. */
function usageLine(command: Command): string {
  const options =
    Object.keys(command.options).length > 2
      ? ['…']
      : Object.keys(command.options).map((name) => `[--${name} …]`);
  const line = ['/batch', command.name, ...command.words, ...options].join(' ');
  return line.length <= LONGEST_USAGE ? line : `/batch ${command.name} …`;
}
