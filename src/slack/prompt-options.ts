// What a person wrote beside a file: the prompt, and behind it options as those of /batch build.
import { UserError } from '../core/errors.ts';
import { parseArguments, splitWords, straighten } from './args.ts';
import { type Command, usageOf } from './command.ts';

export interface PromptParts {
  /** null when there is none. */
  prompt: string | null;
  options: Readonly<Record<string, string>>;
}

/** Those that say what the prompt is, or which file, have no meaning beside one. */
const NOT_BESIDE = ['prompt', 'args'];

/**
 * Options count only at the end, and only when all that follows is options: a prompt may speak of --anything.
 * @returns the parts, or what is wrong with an option that was surely meant
 */
export function splitPrompt(text: string | null, build: Command): PromptParts | UserError {
  const whole: PromptParts = { prompt: text, options: {} };
  if (text === null) return whole;
  const names = Object.keys(build.options).filter((name) => !NOT_BESIDE.includes(name));
  const options = Object.fromEntries(Object.entries(build.options).filter(([name]) => names.includes(name)));
  const begins = new RegExp(`(?:^|\\s)(?=(?:--|—|–)(?:${names.join('|')})(?:=|\\s))`, 'g');
  for (const { index } of text.matchAll(begins)) {
    const read = readTail(text.slice(index), { ...build, words: [], options });
    if (read === null) continue;
    if (read instanceof UserError) return read;
    return { prompt: text.slice(0, index).trim() || null, options: read };
  }
  return whole;
}

/** @returns null when it is prose after all */
function readTail(tail: string, command: Command): Record<string, string> | UserError | null {
  try {
    return parseArguments(command, splitWords(straighten(tail)), usageOf(command)).options;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.code === 'option-choice' ? error : null;
  }
}
