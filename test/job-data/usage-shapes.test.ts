// Usage comes back as it was received, key by key, and what is alike is stored once.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Json } from '../../src/core/json.ts';
import { closeJobFile, type JobFile, openJobFile } from '../../src/job-data/job-file.ts';
import { createUsageKeeper, createUsageReader } from '../../src/job-data/usage-shapes.ts';

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

function throughTheFile(usages: (Json | null)[]): { back: string[]; shapes: (number | null)[] } {
  const keep = createUsageKeeper(file);
  const stored = usages.map(keep);
  const read = createUsageReader(file);
  const back = stored.map(({ json, shape }, index) => {
    const { input_tokens = null, output_tokens = null } = (usages[index] ?? {}) as Record<string, number>;
    return JSON.stringify(read({ usage: json, usage_shape: shape, input_tokens, output_tokens }));
  });
  return { back, shapes: stored.map(({ shape }) => shape) };
}

it('two numbers make no other shape, and every key comes back in its place', () => {
  const usages = [usage(1, 2), usage(30, 4), usage(5, 6, 7), usage(0, 0), null];
  const { back, shapes } = throughTheFile(usages);
  expect(back).toEqual(usages.map((one) => JSON.stringify(one)));
  expect(shapes).toEqual([1, 1, 2, 1, null]);
});

it.each([
  ['a number that is missing', { output_tokens: 3 }],
  ['a number that is none', { input_tokens: '7', output_tokens: 3 }],
  ['a negative number', { input_tokens: -1, output_tokens: 3 }],
  ['a fraction', { input_tokens: 1.5, output_tokens: 3 }],
  ['something else than an object', 'free'],
] as const)('%s is stored whole', (_what, odd) => {
  const { back, shapes } = throughTheFile([odd]);
  expect(back).toEqual([JSON.stringify(odd)]);
  expect(shapes).toEqual([null]);
});

it('shapes are found again by a later task, and from a hundred on each usage is stored whole', () => {
  throughTheFile([usage(1, 2, 1), usage(1, 2, 2)]);
  const many = Array.from({ length: 150 }, (_, index) => usage(8, 9, index));
  const { back, shapes } = throughTheFile(many);
  expect(back).toEqual(many.map((one) => JSON.stringify(one)));
  expect([shapes[1], shapes[2], shapes[3]]).toEqual([1, 2, 4]);
  expect(shapes.filter((shape) => shape === null)).toHaveLength(50);
});

it('a file of the first version is brought up to date, with its results', () => {
  closeJobFile(file);
  const old = new Database(path);
  old.exec(
    `ALTER TABLE result DROP COLUMN usage_shape; ALTER TABLE other_result DROP COLUMN usage_shape; DROP TABLE usage_shape; DROP TABLE same_as;
     INSERT INTO result (seq, status, usage) VALUES (1, 'succeeded', '{"input_tokens":1}'); PRAGMA user_version = 1`,
  );
  old.close();
  file = openJobFile(path);
  const row = file
    .prepare<[], Parameters<ReturnType<typeof createUsageReader>>[0]>('SELECT * FROM result')
    .get();
  expect(row && createUsageReader(file)(row)).toEqual({ input_tokens: 1 });
  expect(throughTheFile([usage(1, 2)]).shapes).toEqual([1]);
});
