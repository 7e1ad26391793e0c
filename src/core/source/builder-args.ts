// What a person hands to a builder: `tone=warm topic="red shoes"`.
import { UserError } from '../errors.ts';

const PAIR = /\s*([A-Za-z_][\w-]*)=(?:"([^"]*)"|'([^']*)'|([^\s"']\S*)?)(?=\s|$)/y;

/** @returns the values by name. @throws UserError for anything but name=value */
export function parseBuilderArgs(text: string): Record<string, string> {
  const found: [string, string][] = [];
  PAIR.lastIndex = 0;
  let end = 0;
  for (let match = PAIR.exec(text); match !== null; match = PAIR.exec(text)) {
    const [, name = '', double, single, bare] = match;
    found.push([name, double ?? single ?? bare ?? '']);
    end = PAIR.lastIndex;
  }
  if (text.slice(end).trim() === '') return Object.fromEntries(found);
  throw new UserError(
    'builder-args',
    `“${text.slice(end).trim().slice(0, 60)}” is no name=value.`,
    'Write --args \'tone=warm topic="red shoes"\'.',
  );
}
