// What people say to the bot in the thread of a job, as the command that does it.
import { UserError } from '../core/errors.ts';
import type { Command } from './command.ts';

const FORMATS: Record<string, string> = {
  csv: 'csv',
  tsv: 'tsv',
  excel: 'xlsx',
  xlsx: 'xlsx',
  json: 'json',
  jsonl: 'jsonl',
  sqlite: 'sqlite',
  markdown: 'md',
  md: 'md',
};

/** Whole sentences, so that nothing is read into a prompt; $1 is the first group. */
const SAYINGS: readonly [RegExp, (found: RegExpExecArray) => string][] = [
  [/^(?:retry|try again)(?: (?:all|the|those|what|that|rows?|ones?|failed|failures|rest))*$/, () => 'retry'],
  [/^retry (expired|errored|cut-off|refused|misfit)(?: rows| ones)?$/, ([, kind]) => `retry --only ${kind}`],
  [
    /^(?:(?:send|give|bring)(?: me| us)?(?: it| them| the results| the files| results)?|results|download)(?: as| in)?(?: an?)? (csv|tsv|excel|xlsx|jsonl|json|sqlite|markdown|md)(?: file)?$/,
    ([, format = '']) => `results --format ${FORMATS[format]}`,
  ],
  [/^(?:(?:send|give|bring)(?: me| us)? )?(?:the )?failed rows$/, () => 'results --only failed'],
  [/^(?:(?:send|give|bring)(?: me| us)? )?(?:the )?(?:results|files)(?: again)?$/, () => 'results'],
  [/^(?:cancel|stop)(?: it| this| that| the job)?$/, () => 'cancel'],
  [/^(?:status|how is it going|how far is it|is it done)$/, () => 'status'],
];

const PRESSED = new Set(['submit', 'approve', 'reject', 'try', 'delete']);

/** @returns the number that a person named, and the words without it */
export function numberIn(text: string): { number: number | null; words: string } {
  const found = /(?:^|\s)(?:job )?#(\d{1,9})(?=\s|[.!?,]|$)/i.exec(text);
  if (found === null) return { number: null, words: text };
  const words = text.slice(0, found.index) + text.slice(found.index + found[0].length);
  return { number: Number(found[1]), words: words.trim() };
}

/** @returns the words for a thread that several jobs stand in */
export function whichJob(numbers: readonly number[]): UserError {
  const listed = numbers.map((number) => `#${number}`).join(', ');
  return new UserError(
    'which-job',
    `In this thread stand several jobs: ${listed}.`,
    `Say which one, such as: status #${numbers[0]}.`,
  );
}

/**
 * @returns the command without the job, such as 'results --format xlsx'; null when these words are none.
 * A command that takes a job may be written as it is, without its job: 'row 17'.
 * @throws UserError for what spends money, decides or deletes: that is pressed, where its price stands
 */
export function commandIn(text: string, commands: readonly Command[]): string | null {
  const said = text
    .trim()
    .replace(/[.!?]+$/, '')
    .replace(/\s+/g, ' ');
  const polite = said.toLowerCase().replace(/^(?:please|can you|could you) |,? please$|,? thanks$/g, '');
  for (const [pattern, command] of SAYINGS) {
    const found = pattern.exec(polite);
    if (found !== null) return command(found);
  }
  const [verb = ''] = said.split(' ');
  if (PRESSED.has(verb.toLowerCase())) throw pressed(verb.toLowerCase());
  const known = commands.find(({ name }) => name === verb.toLowerCase());
  return known?.words[0]?.replace(/[[\]]/g, '').startsWith('JOB') ? said : null;
}

function pressed(verb: string): UserError {
  return new UserError(
    'thread-pressed',
    'What spends money, decides or deletes, I do not do by words in a thread.',
    `Press its button on the card, or type /batch ${verb} with the number of the job in the channel.`,
  );
}

/** @returns the same command for one job */
export function forJob(command: string, number: number): string {
  const [verb = '', ...rest] = command.split(' ');
  return [verb, `#${number}`, ...rest].join(' ');
}

/** @returns what can be said, for words that are none of it */
export function notUnderstood(number: number): UserError {
  return new UserError(
    'thread-words',
    `I do not know what to do with that for job #${number}.`,
    'In its thread you can say: status, retry failed, send me xlsx, failed rows, row 17, cancel. To start another job, add a file.',
  );
}
