// What the model says when a test does not: a sentence, or JSON within the schema that is asked for.
import type { AnswerRequest } from './batch.ts';
import { isObject, type Json, type Params } from './json.ts';
import type { Oddities } from './oddities.ts';
import { createRandom } from './random.ts';

/** @returns the same answer to the same request at each read */
export function madeUpAnswers(seed: number, oddities: Oddities): AnswerRequest {
  return (params, customId) => {
    const schema = schemaOf(params);
    if (schema !== null) {
      const letters = [...customId].map((letter) => letter.charCodeAt(0));
      return fittingAnswer(schema, createRandom(seed, ...letters), oddities.misfit);
    }
    const last = Array.isArray(params.messages) ? params.messages.at(-1) : null;
    return `Answer to ${customId}: ${JSON.stringify(last).length} characters were asked.`;
  };
}

function schemaOf({ output_config: output }: Params): Json | null {
  return isObject(output) && isObject(output.format) ? (output.format.schema ?? null) : null;
}

function fittingAnswer(schema: Json, random: () => number, flaw: Oddities['misfit']): string {
  const value = valueFor(schema, schema, random);
  if (flaw === undefined || !isObject(value)) return JSON.stringify(value);
  if (flaw === 'text') return `Here is the answer: ${JSON.stringify(value)}`;
  const [first = '', ...others] = Object.keys(value);
  if (flaw === 'type') return JSON.stringify({ ...value, [first]: { of: 'another type' } });
  return JSON.stringify(Object.fromEntries(others.map((name) => [name, value[name] ?? null])));
}

const WORDS = ['amber', 'birch', 'coral', 'delta', 'ember', 'fjord', 'grove'];

function valueFor(schema: Json, root: Json, random: () => number): Json {
  if (!isObject(schema)) return null;
  if (typeof schema.$ref === 'string') return valueFor(resolved(schema.$ref, root), root, random);
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return oneOf(schema.enum, random);
  if (Array.isArray(schema.anyOf)) return valueFor(oneOf(schema.anyOf, random), root, random);
  if (Array.isArray(schema.allOf)) return valueFor(schema.allOf[0] ?? null, root, random);
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object': {
      const properties = isObject(schema.properties) ? schema.properties : {};
      const entries = Object.entries(properties);
      return Object.fromEntries(entries.map(([name, one]) => [name, valueFor(one, root, random)]));
    }
    case 'array':
      return [1, 2].map(() => valueFor(schema.items ?? { type: 'string' }, root, random));
    case 'integer':
      return Math.floor(random() * 100);
    case 'number':
      return Math.floor(random() * 1000) / 10;
    case 'boolean':
      return random() < 0.5;
    case 'string':
      return `${oneOf(WORDS, random)} ${oneOf(WORDS, random)}, “so to speak”`;
  }
  return null;
}

function oneOf<T>(items: readonly T[], random: () => number): T {
  return items[Math.floor(random() * items.length)] as T;
}

function resolved(reference: string, root: Json): Json {
  let at: Json = root;
  for (const name of reference.split('/').slice(1)) at = isObject(at) ? (at[name] ?? null) : null;
  return at;
}
