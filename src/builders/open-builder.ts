// The requests of a builder as a table: each yield is looked at, and a builder that hangs is ended.
import { createRequire } from 'node:module';
import { type Child, ChildLost, startChild } from '../child/child.ts';
import { UserError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import { builtRequest } from '../core/request/built-request.ts';
import { numberedId } from '../core/request/request.ts';
import type { Problem } from '../core/source/problem.ts';
import { toPages } from '../formats/read/pages.ts';
import type { Page, Row, Table } from '../formats/reader.ts';
import { builderFile } from './builder-files.ts';
import type { BuilderEvent, GoMessage, StartMessage } from './child.ts';

/** What the operator says about builders. */
export interface BuilderSetup {
  folder: string;
  /** Longest time without a request. */
  timeoutMs: number;
  /** Their whole environment. */
  env: Record<string, string>;
}

export interface BuilderTask {
  jobId: string;
  name: string;
  args: Record<string, string>;
  /** What its rows are; null when there is no file. */
  table: Table | null;
}

const MEMORY_MB = 400;
/** A builder can go on for ever, so what it gives is counted. */
const MOST_REQUESTS = 2_000_000;
const MOST_CHARS = 2_000_000_000;

/** @throws UserError when there is no such builder, or this Node cannot run it */
export async function openBuilder(setup: BuilderSetup, task: BuilderTask): Promise<Table> {
  const { name, path } = await builderFile(setup.folder, task.name);
  const isTypeScript = /\.m?ts$/.test(path);
  const loadsTypeScript = isTypeScript && !runsTypeScript();
  if (loadsTypeScript && !hasTsx()) throw noTypeScript(name);
  const entry = import.meta.url.endsWith('.ts') ? './child.ts' : './child.js';
  const child = startChild(new URL(entry, import.meta.url), {
    memoryMb: MEMORY_MB,
    env: setup.env,
    loadsTypeScript,
  });
  const start = { start: { name, path, args: task.args, hasRows: task.table !== null } };
  const notes = [`The requests were made by the builder ${name}.`, ...(task.table?.notes ?? [])];
  return {
    format: 'jsonl',
    split: null,
    readyMade: true,
    columns: ['custom_id', 'params'],
    notes,
    pages: toPages(requests(child, { ...setup, ...task }, start)),
  };
}

/** Node strips types by itself from 22.18 on. */
function runsTypeScript(): boolean {
  return 'typescript' in process.features && process.features.typescript !== false;
}

function hasTsx(): boolean {
  try {
    createRequire(import.meta.url).resolve('tsx');
    return true;
  } catch {
    return false;
  }
}

async function* requests(
  child: Child,
  task: BuilderTask & BuilderSetup,
  start: StartMessage,
): AsyncGenerator<(Row | Problem)[]> {
  const rows = task.table?.pages[Symbol.asyncIterator]();
  let line = 0;
  let seq = 0;
  let chars = 0;
  try {
    for (let message: StartMessage | GoMessage = start; ; ) {
      const event = await ask(child, task, message);
      if ('needs' in event) {
        const page: IteratorResult<Page> | undefined = await rows?.next();
        message = { rows: page === undefined || page.done ? null : named(task.table, page.value.rows) };
        if (page && !page.done) yield page.value.problems;
        continue;
      }
      const found = event.requests.map((text): Row | Problem => {
        line += 1;
        chars += text.length;
        const request = builtRequest(JSON.parse(text) as Json);
        if (typeof request === 'string') return { line, code: 'built-request', text: request };
        seq += 1;
        return { line, cells: [request.customId ?? numberedId(task.jobId, seq), request.params] };
      });
      if (line > MOST_REQUESTS || chars > MOST_CHARS) throw tooMuch(task.name);
      yield found;
      if (event.isLast) return;
      message = 'go';
    }
  } finally {
    child.kill();
    await rows?.return?.();
  }
}

function named(table: Table | null, rows: Row[]): Record<string, Json>[] {
  const columns = table?.columns ?? [];
  return rows.map(({ cells }) =>
    Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? null])),
  );
}

async function ask(
  child: Child,
  { name, timeoutMs }: BuilderTask & BuilderSetup,
  message: StartMessage | GoMessage,
): Promise<BuilderEvent> {
  try {
    return (await child.ask(message, timeoutMs)) as BuilderEvent;
  } catch (error) {
    if (!(error instanceof ChildLost)) throw error;
    const what =
      error.reason === 'time'
        ? `gave no request for ${Math.round(timeoutMs / 1000)} seconds`
        : 'used too much memory or ended by itself';
    throw new UserError(
      'builder-stopped',
      `The builder ${name} ${what}, so it was stopped.`,
      'Give it less to do, or tell whoever runs this bot.',
      { cause: error },
    );
  }
}

function tooMuch(name: string): UserError {
  return new UserError(
    'builder-too-much',
    `The builder ${name} gave more than ${MOST_REQUESTS.toLocaleString('en-US')} requests, so it was stopped.`,
    'Give it less to do, or tell whoever runs this bot.',
  );
}

function noTypeScript(name: string): UserError {
  return new UserError(
    'builder-typescript',
    `The builder ${name} is TypeScript, which Node ${process.versions.node} does not run by itself.`,
    'Whoever runs this bot can write it in JavaScript, use Node 22.18 or newer, or install tsx.',
  );
}
