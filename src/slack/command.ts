// A command is a value: what it is called, what it takes, what it does. Help and parsing are read off it.
import type { Settings } from '../core/draft/settings.ts';
import type { Action } from '../core/people/role.ts';
import type { Deps } from '../jobs/deps.ts';
import type { Actor } from '../jobs/find-job.ts';
import type { Reply } from './views/reply.ts';

export interface OptionSpec {
  /** What stands after it in the usage line, e.g. 'NAME'. */
  hint: string;
  summary: string;
  /** Allowed values, when only these make sense. */
  choices?: readonly string[];
}

/** What people come to do, in the order of the help screen. */
export const TASKS = {
  draft: 'Make a draft',
  send: 'Send it',
  follow: 'See how it goes',
  results: 'Use the results',
  manage: 'Money and settings',
} as const;

export interface Command {
  name: string;
  /** Under which it stands on the help screen. */
  task: keyof typeof TASKS;
  /** What a person has to be allowed for it. */
  needs: Action;
  /** One line for the help screen. */
  summary: string;
  /** Positional words, e.g. ['JOB']; optional ones in brackets: '[JOB]'; a last one with … takes all that follows. */
  words: readonly string[];
  options: Record<string, OptionSpec>;
  /** For options that also stand beside a dropped file: what they set. @throws UserError */
  settingsOf?(options: Readonly<Record<string, string>>): Partial<Settings>;
  /** Lines that can be copied as they are. */
  examples: readonly string[];
  /** @returns null when a window is the answer */
  run(context: CommandContext): Promise<Reply | null>;
}

export interface CommandContext {
  actor: Actor;
  words: readonly string[];
  options: Readonly<Record<string, string>>;
  jobs: Deps;
  /** Opens the window for a new batch here. */
  openNewBatch: () => Promise<void>;
  /** Every command, for help. */
  commands: readonly Command[];
}

/** Only names the shape, so that each file reads as a declaration. */
export function defineCommand(command: Command): Command {
  return command;
}

/** @returns e.g. '/batch results JOB [--format csv|jsonl]' */
export function usageOf(command: Command): string {
  const options = Object.entries(command.options).map(
    ([name, spec]) => `[--${name} ${spec.choices?.join('|') ?? spec.hint}]`,
  );
  return ['/batch', command.name, ...command.words, ...options].join(' ');
}
