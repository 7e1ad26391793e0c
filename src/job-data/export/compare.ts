// Task: the answers of two jobs over the same rows, side by side.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Json } from '../../core/json.ts';
import { delimitedLine } from '../../formats/write/delimited.ts';
import { writeText } from '../../formats/write/text-file.ts';
import type { CompareInput, Comparison } from '../../ports/job-data.ts';
import type { JobFile } from '../job-file.ts';
import { sourceColumns, tableFacts } from '../rows/rows.ts';
import { type JoinedRow, joinedRows } from './joined-rows.ts';

/** More of an answer is never shown. */
const SHOWN_CHARS = 300;

type Pair = { a: JoinedRow | null; b: JoinedRow | null };

/** Rows are the same when they stand at the same place with the same cells. Changed answers go into a CSV file where one is asked for. */
export function compare(one: JobFile, other: JobFile, input: CompareInput): Comparison {
  const found: Comparison = {
    same: 0,
    changed: 0,
    onlyFirst: 0,
    onlySecond: 0,
    neither: 0,
    otherRows: 0,
    first: [],
  };
  const changed = changedRows(one, other, input, found);
  if (input.path === null) {
    for (const _ of changed);
    return found;
  }
  mkdirSync(dirname(input.path), { recursive: true });
  writeText(input.path, linesOf(one, changed, input));
  return found;
}

function* linesOf(
  file: JobFile,
  rows: Iterable<Pair>,
  { names, guardFormulas }: CompareInput,
): Generator<string> {
  const columns = sourceColumns(tableFacts(file));
  const ours = names.flatMap((name) => [`status ${name}`, `response ${name}`]);
  yield delimitedLine([...columns, ...ours], ',', guardFormulas);
  for (const { a, b } of rows) {
    const cells = JSON.parse((a ?? b)?.cells ?? '[]') as Json[];
    while (cells.length < columns.length) cells.push(null);
    cells.length = columns.length;
    cells.push(a?.status ?? null, a?.response ?? null, b?.status ?? null, b?.response ?? null);
    yield delimitedLine(cells, ',', guardFormulas);
  }
}

function* changedRows(
  one: JobFile,
  other: JobFile,
  { rows }: CompareInput,
  found: Comparison,
): Generator<Pair> {
  for (const { a, b } of pairs(joinedRows(one, false), joinedRows(other, false))) {
    if (a === null || b === null || a.cells !== b.cells) {
      found.otherRows += 1;
      continue;
    }
    const kind = kindOf(a.response, b.response);
    found[kind] += 1;
    if (kind === 'same' || kind === 'neither') continue;
    if (found.first.length < rows)
      found.first.push({ seq: a.seq, cells: a.cells, first: cut(a.response), second: cut(b.response) });
    yield { a, b };
  }
}

function kindOf(a: string | null, b: string | null) {
  if (a === null && b === null) return 'neither' as const;
  if (b === null) return 'onlyFirst' as const;
  if (a === null) return 'onlySecond' as const;
  return a === b ? ('same' as const) : ('changed' as const);
}

function cut(response: string | null): string | null {
  return response === null ? null : response.slice(0, SHOWN_CHARS);
}

/** Both come in the order of their rows; a row that one of them never sent has no partner. */
function* pairs(as: Iterator<JoinedRow>, bs: Iterator<JoinedRow>): Generator<Pair> {
  let [a, b] = [as.next(), bs.next()];
  while (!a.done || !b.done) {
    const seqA = a.done ? Number.POSITIVE_INFINITY : a.value.seq;
    const seqB = b.done ? Number.POSITIVE_INFINITY : b.value.seq;
    yield { a: seqA <= seqB && !a.done ? a.value : null, b: seqB <= seqA && !b.done ? b.value : null };
    const [takesA, takesB] = [seqA <= seqB, seqB <= seqA];
    if (takesA) a = as.next();
    if (takesB) b = bs.next();
  }
}
