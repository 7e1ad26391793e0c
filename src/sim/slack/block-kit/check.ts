// Small building blocks of the validator: each check looks at one value and reports what is wrong with it.
import { isObject, type JsonObject } from '../json.ts';

export type Surface = 'message' | 'modal' | 'home';

export interface BlockError {
  /** Where, as a JSON pointer. */
  pointer: string;
  message: string;
}

export interface Inspection {
  surface: Surface;
  errors: BlockError[];
  /** Mistakes Slack lets pass but people suffer from. */
  warnings: string[];
}

/** Looks at a value; adds to the inspection's errors. */
export type Check = (value: unknown, pointer: string, inspection: Inspection) => void;

/** Adds one error. */
export function report(inspection: Inspection, pointer: string, message: string): void {
  inspection.errors.push({ pointer, message });
}

const LIVE_BROADCAST = /<!(channel|here|everyone)(\|[^>]*)?>/;

/** True when the text would ring everybody. */
export function ringsEverybody(text: string): boolean {
  return LIVE_BROADCAST.test(text);
}

/** A text of at least `min` and at most `max` characters. */
export function text(max: number, min = 0): Check {
  return (value, pointer, inspection) => {
    if (typeof value !== 'string') return report(inspection, pointer, 'must be a string');
    if (value.length > max) report(inspection, pointer, `must be less than ${max + 1} characters`);
    if (value.length < min) report(inspection, pointer, `must be more than ${min - 1} characters`);
  };
}

/** true or false. */
export const flag: Check = (value, pointer, inspection) => {
  if (typeof value !== 'boolean') report(inspection, pointer, 'must be a boolean');
};

/** A finite number in a range. */
export function number(min: number, max: number): Check {
  return (value, pointer, inspection) => {
    const fits = typeof value === 'number' && value >= min && value <= max;
    if (!fits) report(inspection, pointer, `must be a number from ${min} to ${max}`);
  };
}

/** One of a few words. */
export function oneOf(...words: string[]): Check {
  return (value, pointer, inspection) => {
    const fits = typeof value === 'string' && words.includes(value);
    if (!fits) report(inspection, pointer, `must be one of: ${words.join(', ')}`);
  };
}

/** A list of `min` to `max` items, each passing the check. */
export function list(item: Check, max: number, min = 0): Check {
  return (value, pointer, inspection) => {
    if (!Array.isArray(value)) return report(inspection, pointer, 'must be an array');
    if (value.length > max) report(inspection, pointer, `no more than ${max} items allowed`);
    if (value.length < min) report(inspection, pointer, `no fewer than ${min} items allowed`);
    for (const [index, entry] of value.entries()) item(entry, `${pointer}/${index}`, inspection);
  };
}

/** An object with exactly these fields; the required ones must be there. `type` is always allowed. */
export function object(fields: Record<string, Check>, ...required: string[]): Check {
  return (value, pointer, inspection) => {
    if (!isObject(value)) return report(inspection, pointer, 'must be an object');
    for (const name of required) {
      if (value[name] === undefined) report(inspection, pointer, `missing required field: ${name}`);
    }
    for (const [name, entry] of Object.entries(value)) {
      const check = fields[name];
      if (name === 'type' || entry === undefined) continue;
      if (check) check(entry, `${pointer}/${name}`, inspection);
      else report(inspection, `${pointer}/${name}`, `unknown field: ${name}`);
    }
  };
}

/** An object whose `type` chooses the check. */
export function oneOfTypes(types: Record<string, Check>, what: string): Check {
  return (value, pointer, inspection) => {
    const type = isObject(value) ? value.type : undefined;
    const check = typeof type === 'string' ? types[type] : undefined;
    if (check) check(value, pointer, inspection);
    else report(inspection, `${pointer}/type`, `unsupported ${what} type: ${String(type)}`);
  };
}

/** All of several checks. */
export function all(...checks: Check[]): Check {
  return (value, pointer, inspection) => {
    for (const check of checks) check(value, pointer, inspection);
  };
}

/** A rule of its own, for objects only: gives what is wrong, or undefined. */
export function rule(find: (value: JsonObject, inspection: Inspection) => string | undefined): Check {
  return (value, pointer, inspection) => {
    const wrong = isObject(value) ? find(value, inspection) : undefined;
    if (wrong !== undefined) report(inspection, pointer, wrong);
  };
}

/** Only allowed on these surfaces. */
export function only(check: Check, ...surfaces: Surface[]): Check {
  return (value, pointer, inspection) => {
    if (!surfaces.includes(inspection.surface)) {
      report(inspection, pointer, `not allowed on the surface ${inspection.surface}`);
    }
    check(value, pointer, inspection);
  };
}
