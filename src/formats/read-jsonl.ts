// JSONL: an object per line, either rows or ready-made `{custom_id, params}` requests.
import type { Json, JsonObject } from '../core/json.ts';
import { isJsonObject } from '../core/json.ts';
import type { Problem } from '../core/problem.ts';
import { readLines } from './decode.ts';
import type { Page, Reader, ReadOptions, Table } from './reader.ts';

const PAGE_ROWS = 500;
const LONGEST_LINE_CHARS = 10_000_000;

export const jsonl: Reader = {
  name: 'jsonl',
  async open(path, options) {
    const readyMade = isReadyMade(firstObject(options.sample));
    const table: Table = {
      format: 'jsonl',
      split: null,
      readyMade,
      columns: readyMade ? ['custom_id', 'params'] : [],
      notes: readyMade ? ['The file holds ready-made requests; each is sent as it is.'] : [],
      pages: { [Symbol.asyncIterator]: () => pages(path, options, table) },
    };
    return table;
  },
};

function firstObject(sample: string): JsonObject | null {
  const line = sample.split(/\r?\n/).find((text) => text.trim() !== '') ?? '';
  const parsed = parse(line);
  return typeof parsed === 'string' ? null : parsed;
}

function isReadyMade(value: JsonObject | null): boolean {
  return (
    value !== null && 'custom_id' in value && isJsonObject(value.params) && Object.keys(value).length === 2
  );
}

async function* pages(path: string, { encoding }: ReadOptions, table: Table): AsyncGenerator<Page> {
  let page: Page = { rows: [], problems: [] };
  const toCells = table.readyMade ? requestCells : rowCells(table.columns);
  for await (const { number, text } of readLines(path, encoding)) {
    if (text.trim() === '') continue;
    const value =
      text.length > LONGEST_LINE_CHARS
        ? `The line is longer than ${LONGEST_LINE_CHARS} characters.`
        : parse(text);
    const cells = typeof value === 'string' ? value : toCells(value);
    if (typeof cells === 'string') page.problems.push(problem(number, cells));
    else page.rows.push({ line: number, cells });
    if (page.rows.length + page.problems.length < PAGE_ROWS) continue;
    yield page;
    page = { rows: [], problems: [] };
  }
  yield page;
}

function problem(line: number, text: string): Problem {
  return { line, code: 'json-line', text };
}

/** @returns the object of a line, or a sentence that says why there is none */
function parse(text: string): JsonObject | string {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : 'The line is JSON, but no object in braces.';
  } catch {
    return 'The line is no valid JSON.';
  }
}

function requestCells(value: JsonObject): Json[] | string {
  const { custom_id: customId, params, ...others } = value;
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined)
    return `The request has a field ${unknown}; only custom_id and params are allowed.`;
  if (typeof customId !== 'string') return 'The request has no custom_id that is text.';
  if (!isJsonObject(params)) return 'The request has no params object.';
  return [customId, params];
}

/** Columns grow as new keys are met; cells of earlier rows are then missing, which reads as empty. */
function rowCells(columns: string[]): (value: JsonObject) => Json[] {
  const positions = new Map<string, number>();
  return (value) => {
    const cells: Json[] = columns.map(() => null);
    for (const [key, cell] of Object.entries(value)) {
      let position = positions.get(key);
      if (position === undefined) {
        position = columns.push(key) - 1;
        positions.set(key, position);
      }
      cells[position] = cell;
    }
    return cells;
  };
}
