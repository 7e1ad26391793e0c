// /batch help: everything on one screen, or one command in full.
import { UserError } from '../src/core/errors.ts';
import { nearest } from '../src/core/nearest.ts';
import { defineCommand } from '../src/slack/command.ts';
import { commandHelpReply, helpReply } from '../src/slack/views/help.ts';

export const help = defineCommand({
  name: 'help',
  task: 'manage',
  needs: 'see',
  summary: 'Show what there is, or one command in full',
  words: ['[verb]'],
  options: {},
  examples: ['/batch help', '/batch help build'],
  async run({ words: [verb], commands }) {
    if (verb === undefined) return helpReply(commands);
    const command = commands.find(({ name }) => name === verb.toLowerCase());
    if (command) return commandHelpReply(command);
    const near = nearest(
      verb,
      commands.map(({ name }) => name),
    );
    throw new UserError(
      'unknown-command',
      `There is no command “${verb}”.`,
      near ? `Did you mean /batch help ${near}?` : 'Type /batch help.',
    );
  },
});
