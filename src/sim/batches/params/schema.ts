// The part of JSON Schema that structured output knows, and its limits.
import { isObject, type Json } from '../json.ts';
import { firstOf, invalid, type ParamsError } from './contract.ts';

type Schema = { [key: string]: Json };

const TYPES = ['object', 'array', 'string', 'integer', 'number', 'boolean', 'null'];
/** Of all types; those of one type are below. */
const KEYWORDS = ['type', 'enum', 'const', 'anyOf', 'allOf', '$ref', '$defs', 'definitions', '$schema'];
const TOLD = ['description', 'title', 'default'];
const OF_TYPE: Record<string, string[]> = {
  object: ['properties', 'required', 'additionalProperties'],
  array: ['items', 'minItems'],
  string: ['format', 'pattern'],
};
/** Over the whole schema. */
const MOST_OPTIONAL = 24;
const MOST_UNIONS = 16;

interface Counts {
  optional: number;
  unions: number;
}

/** @param at the path of the schema in params. @returns the first thing that the API would not compile */
export function checkSchema(schema: Schema, at: string): ParamsError | null {
  const counts: Counts = { optional: 0, unions: 0 };
  const error = checkOne(schema, at, counts) ?? checkReferences(schema, at);
  if (error) return error;
  if (counts.optional > MOST_OPTIONAL)
    return invalid(
      `Schemas contain too many optional parameters (${counts.optional}); at most ${MOST_OPTIONAL}`,
    );
  if (counts.unions > MOST_UNIONS)
    return invalid(
      `Schemas contain too many parameters with union types (${counts.unions}); at most ${MOST_UNIONS}`,
    );
  return null;
}

function checkOne(schema: Json, at: string, counts: Counts): ParamsError | null {
  if (!isObject(schema)) return invalid(`${at}: Input should be an object`);
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  const unknown = types.find((type) => type !== undefined && !TYPES.some((known) => known === type));
  if (unknown !== undefined) return invalid(`${at}.type: '${String(unknown)}' is not a type`);
  if (types[0] === undefined && !['enum', 'const', 'anyOf', 'allOf', '$ref'].some((name) => name in schema))
    return invalid(`${at}: schema must have a 'type', 'enum', 'const', 'anyOf', 'allOf' or '$ref'`);
  if (types.length > 1 || Array.isArray(schema.anyOf)) counts.unions += 1;
  const known = [...KEYWORDS, ...TOLD, ...types.flatMap((type) => OF_TYPE[String(type)] ?? [])];
  const refused = Object.keys(schema).find((name) => !known.includes(name));
  if (refused !== undefined)
    return invalid(`${at}: For '${String(schema.type)}' type, property '${refused}' is not supported`);
  return (
    checkValues(schema, at) ??
    (types.includes('object') ? checkObject(schema, at, counts) : null) ??
    (types.includes('array') ? checkArray(schema, at, counts) : null) ??
    checkBelow(schema, at, counts)
  );
}

/** Only plain values, and each of them once. */
function checkValues({ enum: values }: Schema, at: string): ParamsError | null {
  if (values === undefined) return null;
  if (!Array.isArray(values) || values.length === 0)
    return invalid(`${at}.enum: List should have at least 1 item`);
  if (values.some((value) => typeof value === 'object' && value !== null))
    return invalid(`${at}.enum: complex values are not supported`);
  return new Set(values).size === values.length ? null : invalid(`${at}.enum: values must be unique`);
}

function checkObject(schema: Schema, at: string, counts: Counts): ParamsError | null {
  if (schema.additionalProperties !== false)
    return invalid(`${at}: For 'object' type, 'additionalProperties' must be explicitly set to false`);
  const { properties = {}, required = [] } = schema;
  if (!isObject(properties)) return invalid(`${at}.properties: Input should be an object`);
  if (!Array.isArray(required)) return invalid(`${at}.required: Input should be a valid list`);
  const names = Object.keys(properties);
  const stray = required.find((name) => !names.some((one) => one === name));
  if (stray !== undefined) return invalid(`${at}.required: '${String(stray)}' is not in properties`);
  counts.optional += names.filter((name) => !required.includes(name)).length;
  return firstOf(Object.entries(properties), ([name, one]) =>
    checkOne(one, `${at}.properties.${name}`, counts),
  );
}

function checkArray({ minItems = 0, items }: Schema, at: string, counts: Counts): ParamsError | null {
  if (minItems !== 0 && minItems !== 1)
    return invalid(`${at}: For 'array' type, 'minItems' values other than 0 or 1 are not supported`);
  return items === undefined ? null : checkOne(items, `${at}.items`, counts);
}

function checkBelow(schema: Schema, at: string, counts: Counts): ParamsError | null {
  return firstOf(['anyOf', 'allOf', '$defs', 'definitions'], (name) => {
    const below = schema[name];
    if (below === undefined) return null;
    const some = isObject(below) ? Object.values(below) : below;
    if (!Array.isArray(some)) return invalid(`${at}.${name}: Input should be a valid list`);
    return firstOf(some, (one) => checkOne(one, `${at}.${name}`, counts));
  });
}

/** A reference leads to a definition, and no definition to itself. */
function checkReferences(schema: Schema, at: string): ParamsError | null {
  const definitions = new Map<string, Json>();
  for (const name of ['$defs', 'definitions']) {
    const some = schema[name];
    if (isObject(some))
      for (const [key, one] of Object.entries(some)) definitions.set(`#/${name}/${key}`, one);
  }
  const { $defs: _defs, definitions: _definitions, ...rest } = schema;
  return follow(rest, []);

  function follow(value: Json, path: readonly string[]): ParamsError | null {
    if (Array.isArray(value)) return firstOf(value, (one) => follow(one, path));
    if (!isObject(value)) return null;
    if (typeof value.$ref === 'string') {
      const target = definitions.get(value.$ref);
      if (target === undefined) return invalid(`${at}: '${value.$ref}' cannot be resolved`);
      if (path.includes(value.$ref)) return invalid(`${at}: recursive schemas are not supported`);
      return follow(target, [...path, value.$ref]);
    }
    return firstOf(Object.values(value), (one) => follow(one, path));
  }
}
