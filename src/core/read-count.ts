// A whole number given as an option.
import { UserError } from './errors.ts';

/** @param name of the option. @throws UserError unless it is a whole number of at least 1 */
export function readCount(name: string, text: string): number {
  if (/^\d{1,7}$/.test(text) && Number(text) > 0) return Number(text);
  throw new UserError(name, `--${name} cannot be “${text}”.`, 'It has to be a whole number of at least 1.');
}
