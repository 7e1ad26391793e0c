// What follows /batch, as words and options; typed on phones, so quotes and dashes come in every shape.
import { UserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import type { Command } from './command.ts';

export interface Arguments {
  words: string[];
  options: Record<string, string>;
}

/** Straightens what keyboards make of quotes and dashes; quotes inside a value are left as they were typed. */
export function straighten(text: string): string {
  return text
    .replace(/[\u201c\u201d\u201e\u00ab\u00bb]/g, '"')
    .replace(/(^|\s)[\u2018\u201a]([^\u2018\u2019]*)\u2019(?=\s|$)/g, "$1'$2'")
    .replace(/(^|\s)(?:\u2014|\u2013{1,2}|-\u2013|\u2013-)(?=\w)/g, '$1--');
}

/** Splits at spaces; "…" and '…' hold words together, \" is a quote inside of them. @throws UserError when a quote is left open */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  for (let index = 0; index < text.length; index++) {
    const char = text.charAt(index);
    if (char === '\\' && quote !== null && text.charAt(index + 1) === quote) {
      word = (word ?? '') + quote;
      index += 1;
    } else if (quote !== null) {
      if (char === quote) quote = null;
      else word += char;
    } else if ((char === '"' || char === "'") && (word === null || word.endsWith('='))) {
      quote = char;
      word ??= '';
    } else if (/\s/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? '') + char;
    }
  }
  if (quote !== null) {
    throw new UserError(
      'open-quote',
      `A quote (${quote}) was opened but not closed.`,
      'Close it, or leave both quotes out.',
    );
  }
  if (word !== null) words.push(word);
  return words;
}

/**
 * Sorts words into a command's words and options.
 * @throws UserError that names the nearest option, the allowed values or the usage
 */
export function parseArguments(command: Command, given: readonly string[], usage: string): Arguments {
  const words: string[] = [];
  const options: Record<string, string> = {};
  for (let index = 0; index < given.length; index++) {
    const word = given[index] ?? '';
    if (!word.startsWith('--')) {
      words.push(word);
      continue;
    }
    const [name = '', inline] = splitOnce(word.slice(2), '=');
    const spec = command.options[name];
    if (!spec) throw unknownOption(command, name, usage);
    const value = inline ?? given[++index];
    if (value === undefined || value === '') {
      throw new UserError('option-value', `--${name} needs a value: ${spec.hint}.`, `Usage: ${usage}`);
    }
    if (spec.choices && !spec.choices.includes(value)) {
      throw new UserError(
        'option-choice',
        `--${name} cannot be “${value}”.`,
        `It can be one of: ${spec.choices.join(', ')}.`,
      );
    }
    options[name] = value;
  }
  const needed = command.words.filter((word) => !word.startsWith('['));
  if (words.length < needed.length)
    throw new UserError('words', `${needed[words.length]} is missing.`, `Usage: ${usage}`);
  const takesRest = command.words.at(-1)?.endsWith('…') ?? false;
  if (words.length > command.words.length && !takesRest) {
    const extra = words[command.words.length];
    throw new UserError('words', `There is a word too many: “${extra}”.`, `Usage: ${usage}`);
  }
  return { words, options };
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function unknownOption(command: Command, name: string, usage: string): UserError {
  const near = nearest(name, Object.keys(command.options));
  const next = near ? `Did you mean --${near}? Usage: ${usage}` : `Usage: ${usage}`;
  return new UserError('unknown-option', `${command.name} has no option --${name}.`, next);
}
