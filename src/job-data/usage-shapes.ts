// Usage objects as they were received, but for two numbers most are alike: these are stored once, the numbers with each result.
import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import type { JobFile } from './job-file.ts';

/** What is stored with a result: the usage as JSON, or the number of its shape; both null when nothing came. */
export interface StoredUsage {
  json: string | null;
  shape: number | null;
}

/** Where usage differs in more than the two numbers, e.g. in cache reads, each one is stored whole from here on. */
const MOST_SHAPES = 100;

/** @returns a function that says how a usage object is stored; to be called inside a transaction */
export function createUsageKeeper(file: JobFile): (usage: Json | null) => StoredUsage {
  const known = new Map<string, number>();
  for (const { id, json } of readShapes(file)) known.set(json, id);
  /** Comparing with the last one is several times cheaper than writing its JSON to look that up. */
  let last: { usage: JsonObject; shape: number } | null = null;
  const add = file.prepare('INSERT INTO usage_shape (id, json) VALUES (?, ?)');
  return (usage) => {
    if (usage === null) return { json: null, shape: null };
    if (!isCounted(usage) || known.size >= MOST_SHAPES) return { json: JSON.stringify(usage), shape: null };
    if (last !== null && isAlike(usage, last.usage, COUNTED)) return { json: null, shape: last.shape };
    const json = JSON.stringify({ ...usage, input_tokens: 0, output_tokens: 0 });
    const shape = known.get(json) ?? known.size + 1;
    if (shape > known.size) add.run(shape, json);
    known.set(json, shape);
    last = { usage, shape };
    return { json: null, shape };
  };
}

const COUNTED: ReadonlySet<string> = new Set(['input_tokens', 'output_tokens']);
const NONE: ReadonlySet<string> = new Set();

/** Whether two objects have the same keys in the same order, and the same values but for some. */
function isAlike(one: JsonObject, other: JsonObject, except: ReadonlySet<string>): boolean {
  const keys = Object.keys(one);
  const otherKeys = Object.keys(other);
  return (
    keys.length === otherKeys.length &&
    keys.every((key, index) => {
      if (key !== otherKeys[index]) return false;
      const [a, b] = [one[key], other[key]];
      return a === b || except.has(key) || (isJsonObject(a) && isJsonObject(b) && isAlike(a, b, NONE));
    })
  );
}

/** Both numbers are there, and are what their columns hold. */
function isCounted(usage: Json): usage is JsonObject {
  return isJsonObject(usage) && isCount(usage.input_tokens) && isCount(usage.output_tokens);
}

function isCount(value: Json | undefined): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

interface UsageColumns {
  usage: string | null;
  usage_shape: number | null;
  input_tokens: number | null;
  output_tokens: number | null;
}

/** @returns a function that gives a stored usage object as it was received; null when none was */
export function createUsageReader(file: JobFile): (row: UsageColumns) => Json | null {
  const shapes = new Map(readShapes(file).map(({ id, json }) => [id, JSON.parse(json) as JsonObject]));
  return ({ usage, usage_shape, input_tokens, output_tokens }) => {
    if (usage !== null) return JSON.parse(usage) as Json;
    const shape = usage_shape === null ? undefined : shapes.get(usage_shape);
    return shape === undefined ? null : { ...shape, input_tokens, output_tokens };
  };
}

function readShapes(file: JobFile): { id: number; json: string }[] {
  return file.prepare<[], { id: number; json: string }>('SELECT id, json FROM usage_shape ORDER BY id').all();
}
