// Results come back as they were received, their usage key by key, and what is alike is stored once.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Json } from '../../src/core/json.ts';
import type { Result } from '../../src/core/result/result.ts';
import { closeJobFile, type JobFile, openJobFile } from '../../src/job-data/job-file.ts';
import { createResultKeeper } from '../../src/job-data/result/result-keeper.ts';
import { createUsageReader } from '../../src/job-data/result/shapes.ts';

let folder: string;
let path: string;
let file: JobFile;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'claude-batches-usage-'));
  path = join(folder, 'job.sqlite');
  file = openJobFile(path);
});

afterEach(() => {
  closeJobFile(file);
  rmSync(folder, { recursive: true, force: true });
});

function usage(input: number, output: number, cacheRead = 0): Json {
  const rest = { cache_read_input_tokens: cacheRead, service_tier: 'batch' };
  return {
    cache_creation: { ephemeral_5m_input_tokens: 0 },
    input_tokens: input,
    output_tokens: output,
    ...rest,
  };
}

function result(usageRaw: Json | null, more: Partial<Result> = {}): Result {
  const { input_tokens = 0, output_tokens = 0 } = (usageRaw ?? {}) as Record<string, number>;
  const counted = { inputTokens: input_tokens, outputTokens: output_tokens };
  const none = { cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, cacheReadTokens: 0 };
  return {
    customId: '',
    status: 'succeeded',
    text: 'Hi',
    stopReason: 'end_turn',
    model: 'claude-haiku-5-5',
    usage: usageRaw === null ? null : { ...counted, ...none, webSearches: 0, isUsOnly: false },
    usageRaw,
    errorType: null,
    errorMessage: null,
    ...more,
  };
}

type Row = Parameters<ReturnType<typeof createUsageReader>>[0] & {
  seq: number;
  status: string;
  stop_reason: string | null;
  model: string | null;
  error_type: string | null;
  attempt: number;
};

/** Stores results for the rows 1, 2 and so on. */
function keep(results: readonly Result[], attempt = 1): void {
  const keepResult = createResultKeeper(file, attempt);
  for (const [index, one] of results.entries()) keepResult(index + 1, one);
}

function stored(): Row[] {
  return file.prepare<[], Row>('SELECT * FROM result ORDER BY seq').all();
}

/** The usage of each stored result, as text, so that the order of its keys shows. */
function usages(): string[] {
  const read = createUsageReader(file);
  return stored().map((row) => JSON.stringify(read(row)));
}

const shapes = () => stored().map(({ shape }) => shape);

it('two numbers make no other shape, and every key comes back in its place', () => {
  const given = [usage(1, 2), usage(30, 4), usage(5, 6, 7), usage(1, 0), null];
  keep(given.map((one) => result(one)));
  expect(usages()).toEqual(given.map((one) => JSON.stringify(one)));
  expect(shapes()).toEqual([1, 1, 2, 1, null]);
});

it('another stop reason, model or attempt is another shape, and each comes back with its result', () => {
  const given = [
    result(usage(1, 2)),
    result(usage(1, 2), { stopReason: 'max_tokens' }),
    result(usage(1, 2), { model: null }),
    result(usage(1, 2)),
    result(null, { status: 'expired', stopReason: null, model: null, text: null }),
    result(null, { status: 'errored', stopReason: null, model: null, text: null, errorType: 'api_error' }),
  ];
  keep(given);
  expect(shapes()).toEqual([1, 2, 3, 1, null, null]);
  const told = stored().map(({ status, stop_reason, model, error_type, attempt }) => ({
    status,
    stopReason: stop_reason,
    model,
    errorType: error_type,
    attempt,
  }));
  const expected = given.map(({ status, stopReason, model, errorType }) => ({
    status,
    stopReason,
    model,
    errorType,
    attempt: 1,
  }));
  expect(told).toEqual(expected);
  keep(
    given.map(() => result(usage(1, 2))),
    2,
  );
  expect(stored().map(({ attempt, status }) => [attempt, status])).toEqual(given.map(() => [2, 'succeeded']));
  const earlier = file.prepare<[], Row>('SELECT * FROM other_result ORDER BY seq').all();
  expect(earlier.map(({ status, attempt }) => [status, attempt])).toEqual(
    given.map(({ status }) => [status, 1]),
  );
});

it.each([
  ['a number that is missing', { output_tokens: 3 }],
  ['a number that is none', { input_tokens: '7', output_tokens: 3 }],
  ['a negative number', { input_tokens: -1, output_tokens: 3 }],
  ['a fraction', { input_tokens: 1.5, output_tokens: 3 }],
  ['something else than an object', 'free'],
] as const)('a usage with %s is stored whole', (_what, odd) => {
  keep([result(odd, { usage: null })]);
  expect(usages()).toEqual([JSON.stringify(odd)]);
  expect(shapes()).toEqual([null]);
  expect(stored()[0]).toMatchObject({ status: 'succeeded', stop_reason: 'end_turn', attempt: 1 });
});

it('shapes are found again by a later task, and from a hundred on each result is stored whole', () => {
  keep([result(usage(1, 2, 1)), result(usage(1, 2, 2))]);
  const many = Array.from({ length: 150 }, (_, index) => usage(8, 9, index));
  const keepResult = createResultKeeper(file, 1);
  for (const [index, one] of many.entries()) keepResult(index + 10, result(one));
  const later = shapes().slice(2);
  expect(usages().slice(2)).toEqual(many.map((one) => JSON.stringify(one)));
  expect([later[1], later[2], later[3]]).toEqual([1, 2, 4]);
  expect(later.filter((shape) => shape === null)).toHaveLength(50);
});

const OLD_FIELDS = `status TEXT NOT NULL, response TEXT, stop_reason TEXT, model TEXT, input_tokens INTEGER,
  output_tokens INTEGER, usage TEXT, cost_micros INTEGER, error_type TEXT, error TEXT, attempt INTEGER NOT NULL DEFAULT 1`;
const FIRST_VERSION = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE row (seq INTEGER PRIMARY KEY, line INTEGER NOT NULL, cells TEXT NOT NULL);
  CREATE TABLE skipped (seq INTEGER PRIMARY KEY, code TEXT NOT NULL, text TEXT NOT NULL);
  CREATE TABLE request_id (custom_id TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE result (n INTEGER PRIMARY KEY, seq INTEGER NOT NULL UNIQUE, ${OLD_FIELDS});
  CREATE TABLE other_result (seq INTEGER NOT NULL, ${OLD_FIELDS}, UNIQUE (seq, attempt));
  CREATE TABLE attempt_row (attempt INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (attempt, seq)) WITHOUT ROWID;
  INSERT INTO result (seq, status, stop_reason, model, usage) VALUES (1, 'succeeded', 'refusal', 'm', '{"input_tokens":1}');
  PRAGMA user_version = 1;`;
const SECOND_STEP = `
  CREATE TABLE usage_shape (id INTEGER PRIMARY KEY, json TEXT NOT NULL);
  ALTER TABLE result ADD COLUMN usage_shape INTEGER;
  ALTER TABLE other_result ADD COLUMN usage_shape INTEGER;
  INSERT INTO usage_shape VALUES (1, '{"input_tokens":0,"output_tokens":0,"x":1}');
  INSERT INTO result (seq, status, stop_reason, model, input_tokens, output_tokens, usage_shape, attempt)
    VALUES (2, 'succeeded', 'end_turn', 'm', 3, 4, 1, 2);
  PRAGMA user_version = 2;`;

it.each([
  ['first', FIRST_VERSION, ['{"input_tokens":1}']],
  [
    'second',
    FIRST_VERSION + SECOND_STEP,
    ['{"input_tokens":1}', '{"input_tokens":3,"output_tokens":4,"x":1}'],
  ],
])('a file of the %s version is brought up to date, with its results', (_which, sql, expected) => {
  closeJobFile(file);
  rmSync(path);
  const old = new Database(path);
  old.exec(sql);
  old.close();
  file = openJobFile(path);
  expect(usages()).toEqual(expected);
  expect(stored()[0]).toMatchObject({ status: 'succeeded', stop_reason: 'refusal', model: 'm', attempt: 1 });
  const keepResult = createResultKeeper(file, 1);
  keepResult(1, result(usage(1, 2), { text: 'again' }));
  keepResult(9, result(usage(1, 2)));
  expect(stored()).toHaveLength(expected.length + 1);
  expect(usages().at(-1)).toBe(JSON.stringify(usage(1, 2)));
});
