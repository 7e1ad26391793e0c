// A small real file on disk, read to the end.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../src/core/errors.ts';
import type { Problem } from '../../src/core/source/problem.ts';
import { openTable } from '../../src/formats/index.ts';
import type { Row, Table, Wanted } from '../../src/formats/reader.ts';

const NOTHING_WANTED: Wanted = { format: null, split: null, sheet: null, query: null };

export interface ReadFile {
  table: Table;
  rows: Row[];
  problems: Problem[];
  pageSizes: number[];
}

/** Runs something with the path of a file of this content, which is gone afterwards. */
export async function withFile<T>(
  name: string,
  content: string | Buffer,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'formats-'));
  try {
    const path = join(folder, name);
    await writeFile(path, content);
    return await use(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Reads a file of this content as the bot would, all pages. */
export function readFile(
  name: string,
  content: string | Buffer,
  wanted: Partial<Wanted> = {},
): Promise<ReadFile> {
  return withFile(name, content, async (path) => {
    const table = await openTable(path, name, { ...NOTHING_WANTED, ...wanted });
    const read: ReadFile = { table, rows: [], problems: [], pageSizes: [] };
    for await (const page of table.pages) {
      read.rows.push(...page.rows);
      read.problems.push(...page.problems);
      read.pageSizes.push(page.rows.length + page.problems.length);
    }
    return read;
  });
}

/** The error that people would be shown for a file; fails when it can be read. */
export async function refusal(
  name: string,
  content: string | Buffer,
  wanted: Partial<Wanted> = {},
): Promise<UserError> {
  try {
    await readFile(name, content, wanted);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error(`${name} was read without an error.`);
}

/** Cuts something into pieces of these sizes, again and again, as a stream would hand it over. */
export async function* inChunks<T extends Buffer | string>(
  whole: T,
  sizes: readonly number[],
): AsyncGenerator<T> {
  let turn = 0;
  for (let at = 0; at < whole.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield (typeof whole === 'string' ? whole.slice(at, at + size) : whole.subarray(at, at + size)) as T;
    at += size;
  }
}
