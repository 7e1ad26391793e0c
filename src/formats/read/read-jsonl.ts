// JSONL: an object per line, either rows or ready-made `{custom_id, params}` requests.

import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts';
import { REASON_COLUMN } from '../../core/mend.ts';
import type { Problem } from '../../core/problem.ts';
import { decodeChunks, readBytes } from '../detect/decode.ts';
import { type Reader, type Row, type Table, textOf } from '../reader.ts';
import { checkColumnCount } from './columns.ts';
import { type Line, LONGEST_CHARS, splitLines } from './lines.ts';
import { toPages } from './pages.ts';
import { type ParsedLine, parseJsonLine } from './parse-json-line.ts';

const LONG_NUMBERS_NOTE = 'Whole numbers of 17 digits and more are kept as text, so that no digit is lost.';

export const jsonl: Reader = {
  name: 'jsonl',
  async open(source) {
    const { path } = source;
    const { encoding } = textOf(source);
    const lines = () => splitLines(decodeChunks(readBytes(path), encoding));
    const first = await firstObject(lines());
    const readyMade = first !== null && isRequest(first);
    const table: Omit<Table, 'pages'> = {
      format: 'jsonl',
      split: null,
      readyMade,
      columns: readyMade ? ['custom_id', 'params'] : [],
      notes: readyMade ? ['The file holds ready-made requests; each is sent as it is.'] : [],
    };
    // Columns and notes are shared: both grow while the pages are read.
    return Object.assign(table, { pages: toPages(readRows(lines(), table)) });
  },
};

/** The first line that can be used tells what the file holds, however long it is. */
async function firstObject(groups: AsyncIterable<Line[]>): Promise<JsonObject | null> {
  for await (const lines of groups) {
    for (const { text } of lines) {
      const parsed = parseJsonLine(text ?? '');
      if (typeof parsed !== 'string') return parsed.object;
    }
  }
  return null;
}

function isRequest(object: JsonObject): boolean {
  const others = Object.keys(object).filter((name) => name !== REASON_COLUMN);
  return 'custom_id' in object && isJsonObject(object.params) && others.length === 2;
}

async function* readRows(
  groups: AsyncIterable<Line[]>,
  { readyMade, columns, notes }: Omit<Table, 'pages'>,
): AsyncGenerator<(Row | Problem)[]> {
  const toCells = readyMade ? requestCells : rowCells(columns, notes);
  for await (const lines of groups) {
    const found: (Row | Problem)[] = [];
    for (const { number: line, text } of lines) {
      if (text?.trim() === '') continue;
      const parsed = text === null ? TOO_LONG : parseJsonLine(text);
      const cells = typeof parsed === 'string' ? parsed : toCells(parsed);
      found.push(typeof cells === 'string' ? { line, code: 'json-line', text: cells } : { line, cells });
    }
    yield found;
  }
}

const TOO_LONG = `The line is longer than ${LONGEST_CHARS.toLocaleString('en-US')} characters; split it up.`;

/** @returns the cells of a ready-made request, or what is wrong with it */
function requestCells({ object, hasLongNumbers }: ParsedLine): Json[] | string {
  const { custom_id: customId, params, ...others } = object;
  if (typeof customId !== 'string') return 'The request has no custom_id that is text.';
  if (!isJsonObject(params)) return 'The request has no params in braces.';
  const unknown = Object.keys(others).find((name) => name !== REASON_COLUMN);
  if (unknown !== undefined)
    return `The request has a field ${unknown}; only custom_id and params are allowed.`;
  if (hasLongNumbers) return 'A whole number in params has more digits than can be sent; put it in quotes.';
  return [customId, params];
}

/** Columns grow as new keys are met; cells of earlier rows are then missing, which reads as empty. */
function rowCells(columns: string[], notes: string[]): (parsed: ParsedLine) => Json[] | string {
  const positions = new Map<string, number>();
  return ({ object, hasLongNumbers }) => {
    if (isRequest(object)) return 'The line is a ready-made request, but the file began with rows.';
    if (hasLongNumbers && !notes.includes(LONG_NUMBERS_NOTE)) notes.push(LONG_NUMBERS_NOTE);
    const cells = new Array<Json>(columns.length).fill(null);
    for (const [key, cell] of Object.entries(object)) {
      let position = positions.get(key);
      if (position === undefined) {
        position = columns.push(key) - 1;
        positions.set(key, position);
        checkColumnCount(columns.length);
      }
      cells[position] = cell;
    }
    return cells;
  };
}
