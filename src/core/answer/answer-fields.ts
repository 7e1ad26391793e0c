// What every answer has to tell: the fields that become columns of the results, and the schema by which Claude is asked for them.
import type { JsonObject } from '../json.ts';

/** What kind of value an answer gives for a field; a list is one of texts. */
export type FieldType = 'text' | 'number' | 'integer' | 'boolean' | 'choice' | 'list';

/** One thing that every answer has to tell; it becomes a column of the results. */
export interface AnswerField {
  /** As the person wrote it: the title of the column. */
  name: string;
  /** Its name in the JSON of an answer; kept, so that answers of an older version are read as they were asked for. */
  key: string;
  type: FieldType;
  /** Of a choice: what may be answered. */
  choices: string[];
  description: string | null;
}

const LONGEST_KEY = 60;

/**
 * @param position of the field, from 1: a name without a single Latin letter is called by it
 * @param taken keys of the fields before it
 * @returns a name for JSON made of letters, digits and underscores, which every model and tool takes
 */
export function fieldKey(name: string, position: number, taken: readonly string[]): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^A-Za-z0-9_]+/g, '_')
    .slice(0, LONGEST_KEY)
    .replace(/^_+|_+$/g, '');
  const key = plain || `field_${position}`;
  let free = key;
  for (let n = 2; taken.includes(free); n++) free = `${key}_${n}`;
  return free;
}

/**
 * The part of params that holds an answer to its fields (platform.claude.com: structured outputs). Every field is
 * required and there are no unions, so of the API's limits none but the size of the schema can be met.
 */
export function answerFormat(fields: readonly AnswerField[]): JsonObject {
  return {
    type: 'json_schema',
    schema: {
      type: 'object',
      properties: Object.fromEntries(fields.map((field) => [field.key, propertyOf(field)])),
      required: fields.map(({ key }) => key),
      additionalProperties: false,
    },
  };
}

const JSON_TYPES: Record<FieldType, JsonObject> = {
  text: { type: 'string' },
  number: { type: 'number' },
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
  choice: { type: 'string' },
  list: { type: 'array', items: { type: 'string' } },
};

function propertyOf({ name, key, type, choices, description }: AnswerField): JsonObject {
  // A key that lost letters says less than the name.
  const told = [key === name ? '' : name, description ?? ''].filter(Boolean).join(': ');
  return {
    ...JSON_TYPES[type],
    ...(type === 'choice' ? { enum: choices } : {}),
    ...(told === '' ? {} : { description: told }),
  };
}

/** @returns sentences for the card about what was decided for the person */
export function fieldNotes(fields: readonly AnswerField[], readyMade: boolean): string[] {
  if (fields.length === 0) return [];
  if (readyMade)
    return ['The fields of the answer are not used, because the file holds ready-made requests.'];
  const renamed = fields.filter(({ name, key }) => name !== key);
  if (renamed.length === 0) return [];
  const pairs = renamed.map(({ name, key }) => `“${name}” as ${key}`).join(', ');
  return [`Claude is asked for ${pairs}; the columns of the results keep your names.`];
}
