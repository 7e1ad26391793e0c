// Tokens of one JSON value to the value: as deep as it may be, with long numbers kept as text.
import type { Json, JsonObject } from '../../../core/json.ts';
import { LONGEST_CHARS } from '../lines.ts';
import { DEEPEST, isLongNumber } from '../parse-json-line.ts';

/** The tokens that make up values, as stream-json calls them. */
export type Token = { name: string; value?: string | boolean | null };

export interface Assembled {
  value: Json;
  hasLongNumbers: boolean;
  /** One plain sentence; the value is then not whole. */
  problem: string | null;
}

export interface Assembler {
  /** @returns the value when the token completes it */
  take(token: Token): Assembled | null;
}

const TOO_DEEP = `It is nested more than ${DEEPEST} levels deep.`;
const TOO_LONG = `It is longer than ${LONGEST_CHARS.toLocaleString('en-US')} characters; split it up.`;
/** Signs that stand around a value at least: without them a million empty lists would weigh nothing. */
const SIGNS_PER_TOKEN = 4;

/** Assembles one value after the other. */
export function createAssembler(): Assembler {
  let stack: (Json[] | JsonObject)[] = [];
  let keys: string[] = [];
  let hasLongNumbers = false;
  let depth = 0;
  let chars = 0;
  let problem: string | null = null;

  function finished(value: Json): Assembled {
    const assembled = { value, hasLongNumbers, problem };
    stack = [];
    keys = [];
    hasLongNumbers = false;
    chars = 0;
    problem = null;
    return assembled;
  }

  function put(value: Json): Assembled | null {
    if (depth === 0) return finished(value);
    const parent = stack.at(-1);
    // Nothing more is kept of what cannot be used.
    if (problem !== null) return null;
    if (Array.isArray(parent)) parent.push(value);
    else if (parent !== undefined) setOwn(parent, keys.at(-1) ?? '', value);
    return null;
  }

  function open(container: Json[] | JsonObject): null {
    if (depth > DEEPEST) problem = TOO_DEEP;
    if (depth > 0) put(container);
    if (problem === null) {
      stack.push(container);
      keys.push('');
    }
    depth += 1;
    return null;
  }

  function close(): Assembled | null {
    depth -= 1;
    if (depth === 0) return finished(stack[0] ?? null);
    if (problem !== null) return null;
    stack.pop();
    keys.pop();
    return null;
  }

  return {
    take({ name, value = null }) {
      chars += SIGNS_PER_TOKEN + (typeof value === 'string' ? value.length : 0);
      if (chars > LONGEST_CHARS) problem ??= TOO_LONG;
      switch (name) {
        case 'startObject':
          return open({});
        case 'startArray':
          return open([]);
        case 'endObject':
        case 'endArray':
          return close();
        case 'keyValue':
          if (problem === null) keys[keys.length - 1] = String(value);
          return null;
        case 'numberValue':
          return put(numberOf(String(value)));
        default:
          return put(value);
      }
    },
  };

  function numberOf(written: string): Json {
    const number = Number(written);
    if (!isLongNumber(written) && Number.isFinite(number)) return number;
    hasLongNumbers = true;
    return written;
  }
}

/** As JSON.parse does it: a key named __proto__ is a key like any other. */
function setOwn(object: JsonObject, key: string, value: Json): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}
