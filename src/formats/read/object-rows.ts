// Objects to rows: keys become columns as they are met, or each object is a ready-made `{custom_id, params}` request.

import type { FormatName } from '../../core/draft/settings.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts';
import { REASON_COLUMN } from '../../core/result/mend.ts';
import type { Table } from '../reader.ts';
import { checkColumnCount } from './columns.ts';

const LONG_NUMBERS_NOTE = 'Whole numbers of 17 digits and more are kept as text, so that no digit is lost.';

export interface ParsedObject {
  object: JsonObject;
  /** True when whole numbers too long for a JavaScript number stood in it; they are then text here. */
  hasLongNumbers: boolean;
}

/** @returns whether an object is a request as the Message Batches API takes them */
export function isRequest(object: JsonObject): boolean {
  const others = Object.keys(object).filter((name) => name !== REASON_COLUMN);
  return 'custom_id' in object && isJsonObject(object.params) && others.length === 2;
}

/** @returns a table without its pages; columns and notes grow while `toCells` is used */
export function startObjectTable(format: FormatName, readyMade: boolean): Omit<Table, 'pages'> {
  return {
    format,
    split: null,
    readyMade,
    columns: readyMade ? ['custom_id', 'params'] : [],
    notes: readyMade ? ['The file holds ready-made requests; each is sent as it is.'] : [],
  };
}

/** @returns what makes cells of an object, or a sentence on what is wrong with it */
export function toCells({
  readyMade,
  columns,
  notes,
}: Omit<Table, 'pages'>): (parsed: ParsedObject) => Json[] | string {
  return readyMade ? requestCells : rowCells(columns, notes);
}

/** @returns the cells of a ready-made request, or what is wrong with it */
function requestCells({ object, hasLongNumbers }: ParsedObject): Json[] | string {
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
function rowCells(columns: string[], notes: string[]): (parsed: ParsedObject) => Json[] | string {
  const positions = new Map<string, number>();
  return ({ object, hasLongNumbers }) => {
    if (isRequest(object)) return 'This is a ready-made request, but the file began with rows.';
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
