// What most results have in common, their usage but for two numbers included, is stored once; each of them names its shape.
import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts';
import type { Result } from '../../core/result/result.ts';
import type { JobFile } from '../job-file.ts';

/** Where usage differs in more than the two numbers, e.g. in cache reads, each result is stored whole from here on. */
const MOST_SHAPES = 100;

/** What a result needs to have a shape. */
export type Shaped = Pick<Result, 'status' | 'stopReason' | 'model' | 'usageRaw'>;

/**
 * @param attempt the attempt whose results are stored
 * @returns a function that gives the number of a result's shape, or null for one that has to be stored whole; to be
 * called inside a transaction
 */
export function createShapeKeeper(file: JobFile, attempt: number): (result: Shaped) => number | null {
  const known = new Map<string, number>();
  let size = 0;
  for (const { id, usage, status, stop_reason, model, attempt: ofAttempt } of readShapes(file)) {
    known.set(keyOf([usage, status, stop_reason, model, ofAttempt]), id);
    size = Math.max(size, id);
  }
  /** Comparing with the last one is several times cheaper than writing its JSON to look that up. */
  let last: { result: Shaped; usage: JsonObject; id: number } | null = null;
  const add = file.prepare(
    'INSERT INTO shape (id, usage, status, stop_reason, model, attempt) VALUES (?, ?, ?, ?, ?, ?)',
  );
  return (result) => {
    const { status, stopReason, model, usageRaw: usage } = result;
    if (!isCounted(usage)) return null;
    if (last !== null && isSame(result, last.result) && isAlike(usage, last.usage, COUNTED)) return last.id;
    const json = JSON.stringify({ ...usage, input_tokens: 0, output_tokens: 0 });
    const fields = [json, status, stopReason, model, attempt];
    const found = known.get(keyOf(fields));
    if (found === undefined && size >= MOST_SHAPES) return null;
    const id = found ?? ++size;
    if (found === undefined) {
      add.run(id, ...fields);
      known.set(keyOf(fields), id);
    }
    last = { result, usage, id };
    return id;
  };
}

function keyOf(fields: readonly (string | number | null)[]): string {
  return JSON.stringify(fields);
}

function isSame(one: Shaped, other: Shaped): boolean {
  return one.status === other.status && one.stopReason === other.stopReason && one.model === other.model;
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
function isCounted(usage: Json | null): usage is JsonObject {
  return isJsonObject(usage) && isCount(usage.input_tokens) && isCount(usage.output_tokens);
}

function isCount(value: Json | undefined): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

interface UsageColumns {
  usage: string | null;
  shape: number | null;
  input_tokens: number | null;
  output_tokens: number | null;
}

/** @returns a function that gives a stored usage object as it was received; null when none was */
export function createUsageReader(file: JobFile): (row: UsageColumns) => Json | null {
  const shapes = new Map(readShapes(file).map(({ id, usage }) => [id, JSON.parse(usage) as JsonObject]));
  return ({ usage, shape, input_tokens, output_tokens }) => {
    if (usage !== null) return JSON.parse(usage) as Json;
    const found = shape === null ? undefined : shapes.get(shape);
    return found === undefined ? null : { ...found, input_tokens, output_tokens };
  };
}

interface ShapeRow {
  id: number;
  usage: string;
  /** null in shapes of earlier versions, which were of usage alone. */
  status: string | null;
  stop_reason: string | null;
  model: string | null;
  attempt: number | null;
}

function readShapes(file: JobFile): ShapeRow[] {
  return file.prepare<[], ShapeRow>('SELECT * FROM shape ORDER BY id').all();
}
