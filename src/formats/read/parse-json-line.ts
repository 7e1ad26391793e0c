// One line of JSONL to an object, or to a sentence that says what is wrong with it.
import { isJsonObject, type Json } from '../../core/json.ts';
import type { ParsedObject } from './object-rows.ts';

/** Deeper values would overflow the stack when they are written as JSON again. */
export const DEEPEST = 200;
/** Strings and numbers; only ever used on text that is valid JSON, where no string is left open. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** @returns the object of a line, or one plain sentence on what is wrong */
export function parseJsonLine(text: string): ParsedObject | string {
  try {
    const rounded: unknown = JSON.parse(text);
    const exact = /\d{16}/.test(text) ? quoteLongNumbers(text) : text;
    const object: unknown = exact === text ? rounded : JSON.parse(exact);
    if (!isJsonObject(object)) return 'The line is JSON, but not an object in braces like {"name": "Ann"}.';
    if (isDeeper(object, DEEPEST)) return `The line is nested more than ${DEEPEST} levels deep.`;
    return { object, hasLongNumbers: exact !== text };
  } catch (error) {
    return whereBroken(text, error);
  }
}

/** Ids of 17 digits and more would lose their last ones as numbers. */
function quoteLongNumbers(text: string): string {
  return text.replace(TOKENS, (token) => (isLongNumber(token) ? `"${token}"` : token));
}

/** @returns whether a whole number, as it is written, would lose digits as a JavaScript number */
export function isLongNumber(written: string): boolean {
  return /^-?\d{16,}$/.test(written) && !Number.isSafeInteger(Number(written));
}

function isDeeper(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

function whereBroken(text: string, error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  const position = /at position (\d+)/.exec(message)?.[1];
  if (message.includes('end of JSON') || message.includes('Unterminated') || position === `${text.length}`)
    return 'The line ends before its JSON does; each object needs to stand on one line.';
  return position === undefined
    ? 'The line is not valid JSON.'
    : `The line is not valid JSON from character ${Number(position) + 1} on.`;
}
