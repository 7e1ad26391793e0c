// JSONL: an object per line, either rows or ready-made `{custom_id, params}` requests.
import type { JsonObject } from '../../core/json.ts';
import type { Problem } from '../../core/source/problem.ts';
import { decodeChunks, readBytes } from '../detect/decode.ts';
import { type Reader, type Row, type Table, textOf } from '../reader.ts';
import { type Line, LONGEST_CHARS, splitLines } from './lines.ts';
import { isRequest, startObjectTable, toCells } from './object-rows.ts';
import { toPages } from './pages.ts';
import { parseJsonLine } from './parse-json-line.ts';

export const jsonl: Reader = {
  name: 'jsonl',
  async open(source) {
    const { path } = source;
    const { encoding } = textOf(source);
    const lines = () => splitLines(decodeChunks(readBytes(path), encoding));
    const first = await firstObject(lines());
    const table = startObjectTable('jsonl', first !== null && isRequest(first));
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

async function* readRows(
  groups: AsyncIterable<Line[]>,
  table: Omit<Table, 'pages'>,
): AsyncGenerator<(Row | Problem)[]> {
  const cellsOf = toCells(table);
  for await (const lines of groups) {
    const found: (Row | Problem)[] = [];
    for (const { number: line, text } of lines) {
      if (text?.trim() === '') continue;
      const parsed = text === null ? TOO_LONG : parseJsonLine(text);
      const cells = typeof parsed === 'string' ? parsed : cellsOf(parsed);
      found.push(typeof cells === 'string' ? { line, code: 'json-line', text: cells } : { line, cells });
    }
    yield found;
  }
}

const TOO_LONG = `The line is longer than ${LONGEST_CHARS.toLocaleString('en-US')} characters; split it up.`;
