// An answer in fields: what it tells for each, whether it fits them, and its cells in a results table.

import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { isWhole } from '../result/retry.ts';
import type { ResultStatus } from '../result/tally.ts';
import type { AnswerField } from './answer-fields.ts';

/** What an answer tells. */
export interface Answer {
  /** One for each field; null where it tells nothing that fits. */
  values: (Json | null)[];
  /** The first thing that does not fit; null for an answer that fits. It holds nothing of the answer itself. */
  misfit: string | null;
}

/** @param response the text of an answer; null when none came */
export function readAnswer(fields: readonly AnswerField[], response: string | null): Answer {
  const object = response === null ? null : parse(response);
  if (object === null)
    return { values: fields.map(() => null), misfit: 'The answer is not JSON with the fields.' };
  const values = fields.map((field) => (fits(field, object) ? (object[field.key] ?? null) : null));
  const wrong = fields.find((_, index) => values[index] === null);
  if (wrong === undefined) return { values, misfit: null };
  const isThere = Object.hasOwn(object, wrong.key);
  return {
    values,
    misfit: isThere ? `“${wrong.name}” is ${KINDS[wrong.type]}.` : `“${wrong.name}” is missing.`,
  };
}

const KINDS: Record<AnswerField['type'], string> = {
  text: 'no text',
  number: 'no number',
  integer: 'no whole number',
  boolean: 'neither yes nor no',
  choice: 'none of its choices',
  list: 'no list of texts',
};

function parse(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

function fits({ key, type, choices }: AnswerField, object: JsonObject): boolean {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  switch (type) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'integer':
      return Number.isInteger(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'choice':
      return typeof value === 'string' && choices.includes(value);
    case 'list':
      return Array.isArray(value) && value.every((one) => typeof one === 'string');
  }
}

/** A refusal or an answer that was cut off is told as that, whatever its text. */
export function misfitOf(
  fields: readonly AnswerField[],
  result: { status: ResultStatus | null; stopReason: string | null; response: string | null },
): string | null {
  if (fields.length === 0 || result.status !== 'succeeded' || !isWhole(result.stopReason)) return null;
  return readAnswer(fields, result.response).misfit;
}

/** @param taken names of the table's other columns. @returns the titles of the fields' columns: their names, marked where one is taken */
export function answerColumns(fields: readonly AnswerField[], taken: readonly string[]): string[] {
  const used = new Set(taken.map((name) => name.trim().toLowerCase()));
  return fields.map(({ name }) => {
    let title = name;
    for (let n = 1; used.has(title.toLowerCase()); n++)
      title = n === 1 ? `${name} (answer)` : `${name} (answer ${n})`;
    used.add(title.toLowerCase());
    return title;
  });
}

/** @returns what stands in the fields' columns: yes and no for the truth, lists with semicolons, null for nothing */
export function answerCells(
  fields: readonly AnswerField[],
  response: string | null,
): (string | number | null)[] {
  return readAnswer(fields, response).values.map(cellOf);
}

function cellOf(value: Json): string | number | null {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.join('; ');
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

/** @returns the answer as an object, each value under the name of its field */
export function answerObject(fields: readonly AnswerField[], response: string | null): JsonObject {
  const { values } = readAnswer(fields, response);
  return Object.fromEntries(fields.map(({ name }, index) => [name, values[index] ?? null]));
}
