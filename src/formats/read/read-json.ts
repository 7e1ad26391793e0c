// JSON: a list of objects or of texts, alone or as the one list in an object; objects found by their ids; or one object, one row.
import { UserError } from '../../core/errors.ts';
import { isJsonObject, type Json } from '../../core/json.ts';
import type { Problem } from '../../core/source/problem.ts';
import { decodeChunks, readBytes } from '../detect/decode.ts';
import { type Reader, type Row, type SourceFile, type Table, textOf } from '../reader.ts';
import { type FoundValue, type JsonKind, type JsonVisitor, walkJson } from './json/walk-json.ts';
import { isRequest, startObjectTable, toCells } from './object-rows.ts';
import { toPages } from './pages.ts';

/** Column of a list that holds no objects. */
const VALUE_COLUMN = 'text';
/** Column of the keys by which rows are found in an object; they have it already where the bot wrote them. */
const KEY_COLUMN = 'custom_id';

export const json: Reader = {
  name: 'json',
  async open(source) {
    const document = await survey(source);
    const place = choosePlace(document);
    if (place.first === undefined) throw noRows();
    const isObjects = isJsonObject(place.first);
    const table = startObjectTable('json', isJsonObject(place.first) && isRequest(place.first));
    if (!isObjects) table.columns.push(VALUE_COLUMN);
    if (place.note !== null) table.notes.push(place.note);
    const rows = readRows(walk(source, place.visitor), table, {
      isObjects,
      isKeyed: place.visitor === ENTRIES,
    });
    // Columns and notes are shared: both grow while the pages are read.
    return Object.assign(table, { pages: toPages(rows) });
  },
};

/** Where the rows are. */
interface Place {
  visitor: JsonVisitor;
  /** The first value there; undefined when there is none. */
  first: Json | undefined;
  note: string | null;
}

interface Document {
  root: JsonKind;
  /** By key: the first item of each list in the root object; of the root itself, when it is a list, under ''. */
  lists: Map<string, Json | undefined>;
  /** Keys of the root object, and how many of them have an object. */
  keys: number;
  objects: number;
  /** The first entry of the root object, if it is an object. */
  firstObject: Json;
}

function walk(source: SourceFile, visitor: JsonVisitor): AsyncGenerator<FoundValue[]> {
  return walkJson(decodeChunks(readBytes(source.path), textOf(source).encoding), visitor);
}

/** A list as root tells with its first item what it holds; an object has to be walked to its end. */
async function survey(source: SourceFile): Promise<Document> {
  const document: Document = { root: 'scalar', lists: new Map(), keys: 0, objects: 0, firstObject: null };
  const groups = walk(source, {
    wantsRoot(kind) {
      document.root = kind;
      if (kind === 'array') document.lists.set('', undefined);
      return kind === 'scalar';
    },
    wantsEntry(_, index, kind) {
      document.keys += 1;
      if (kind === 'object') document.objects += 1;
      return index === 0 && kind === 'object';
    },
    wantsList(key, kind) {
      if (kind === 'array') document.lists.set(key, undefined);
      return true;
    },
    wantsItem: (_, index) => index === 0,
  });
  for await (const found of groups) {
    for (const { key, value } of found) {
      if (document.lists.has(key ?? '')) document.lists.set(key ?? '', value);
      else document.firstObject = value;
    }
    if (document.root === 'array') break;
  }
  return document;
}

function choosePlace({ root, lists, keys, objects, firstObject }: Document): Place {
  if (root === 'array') return { visitor: itemsOf(null), first: lists.get(''), note: null };
  if (root === 'scalar' || keys === 0) throw noRows();
  if (objects === keys) return { visitor: ENTRIES, first: firstObject, note: KEYED };
  const filled = [...lists].filter(([, first]) => first !== undefined);
  // Beside other keys, a list of texts or of lists is a detail of the object.
  const rows = filled.filter(([, first]) => isJsonObject(first ?? null) || keys === 1);
  if (rows.length > 1) throw severalLists(rows.map(([key]) => key));
  const [only] = rows;
  if (only !== undefined) {
    const [key, first] = only;
    return { visitor: itemsOf(key), first, note: `The rows are the items of the list “${key}”.` };
  }
  if (lists.size === keys) throw noRows();
  return { visitor: WHOLE, first: {}, note: 'The file holds one object, which is one row.' };
}

function itemsOf(list: string | null): JsonVisitor {
  return { ...NOTHING, wantsList: (key) => key === list, wantsItem: (key) => key === list };
}

const NOTHING: JsonVisitor = {
  wantsRoot: () => false,
  wantsEntry: () => false,
  wantsList: () => false,
  wantsItem: () => false,
};
const WHOLE: JsonVisitor = { ...NOTHING, wantsRoot: () => true };
const ENTRIES: JsonVisitor = { ...NOTHING, wantsEntry: () => true };
const KEYED = `The rows are the objects in the file; the keys by which they are found there stand in ${KEY_COLUMN}.`;

async function* readRows(
  groups: AsyncIterable<FoundValue[]>,
  table: Omit<Table, 'pages'>,
  { isObjects, isKeyed }: { isObjects: boolean; isKeyed: boolean },
): AsyncGenerator<(Row | Problem)[]> {
  const cellsOf = toCells(table);
  for await (const found of groups) {
    yield found.map(({ key, index, line, value, hasLongNumbers, problem }) => {
      const row = isKeyed && !table.readyMade ? withKey(key, value) : value;
      const cells = problem ?? (isObjects ? objectCells(row, hasLongNumbers) : valueCells(row));
      return typeof cells === 'string'
        ? { line, code: 'json-item', text: `Item ${index + 1}: ${cells}` }
        : { line, cells };
    });
  }

  function objectCells(object: Json, hasLongNumbers: boolean): Json[] | string {
    if (isJsonObject(object)) return cellsOf({ object, hasLongNumbers });
    return 'It is no object in braces, but the list began with objects.';
  }
}

function withKey(key: string | null, value: Json): Json {
  return isJsonObject(value) ? { [KEY_COLUMN]: key, ...value } : value;
}

function valueCells(value: Json): Json[] | string {
  if (isJsonObject(value)) return 'It is an object in braces, but the list began with other values.';
  return [value];
}

function noRows(): UserError {
  return new UserError(
    'no-rows-in-json',
    'This JSON document holds no rows: there is no list with anything in it.',
    'Put the rows into a list in brackets, like [{"name": "Ann"}, {"name": "Bo"}], and drop it again.',
  );
}

function severalLists(keys: readonly string[]): UserError {
  const names = keys.slice(0, 10).map((key) => `“${key}”`);
  return new UserError(
    'several-lists',
    `The JSON holds more than one list: ${names.join(', ')}.`,
    'Save the list that has the rows as a file of its own and drop that.',
  );
}
