// "/batch <word> …" to the command of that name: find it, parse, run.
import { UserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import type { Actor } from '../jobs/find-job.ts';
import { admit } from '../jobs/people/admit.ts';
import { parseArguments, splitWords, straighten } from './args.ts';
import { type Command, type CommandContext, usageOf } from './command.ts';
import type { Reply } from './views/reply.ts';

/**
 * Runs what a person typed after /batch; nothing typed means help.
 * @throws UserError when it cannot be understood; whatever the command throws
 */
export async function runCommand(
  { commands, jobs, openNewBatch }: Pick<CommandContext, 'commands' | 'jobs' | 'openNewBatch'>,
  actor: Actor,
  text: string,
): Promise<Reply | null> {
  const [verb = 'help', ...rest] = splitWords(straighten(text));
  const command = commands.find(({ name }) => name === verb.toLowerCase());
  await admit(jobs, actor, command?.needs ?? 'see');
  if (!command) throw unknownVerb(verb, commands);
  const { words, options } = parseArguments(command, rest, usageOf(command));
  return command.run({ actor, words, options, jobs, commands, openNewBatch });
}

function unknownVerb(verb: string, commands: readonly Command[]): UserError {
  const near = nearest(
    verb,
    commands.map(({ name }) => name),
  );
  const next = near ? `Did you mean /batch ${near}?` : 'Type /batch help to see what there is.';
  return new UserError('unknown-command', `There is no command “${verb}”.`, next);
}
