// What the bot does with rows, one task at a time, as its worker processes do it.
import { statSync } from 'node:fs';
import { createBatch } from '../../src/anthropic/create.ts';
import { readResults } from '../../src/anthropic/results.ts';
import { defaultSettings } from '../../src/core/draft/settings.ts';
import type { PlannedBatch } from '../../src/core/job/batch.ts';
import { NO_OVERRIDES } from '../../src/core/result/retry.ts';
import { exportResults } from '../../src/job-data/export/export.ts';
import { closeJobFile, type JobFile, openJobFile } from '../../src/job-data/job-file.ts';
import { check } from '../../src/job-data/request/check.ts';
import { send } from '../../src/job-data/request/send.ts';
import { collect } from '../../src/job-data/result/collect.ts';
import { build } from '../../src/job-data/rows/build.ts';
import type { ExportInput } from '../../src/ports/job-data.ts';
import { postFile } from '../../src/slack/transfer.ts';
import type { Cases } from './case.ts';
import { BATCH_ROWS, JOB_ID, MAX_TOKENS, MODEL, PROMPT, SYSTEM } from './data.ts';

export const SETTINGS = { ...defaultSettings(MODEL), prompt: PROMPT, system: SYSTEM, maxTokens: MAX_TOKENS };
const CHECK = {
  jobId: JOB_ID,
  format: 'csv',
  settings: SETTINGS,
  models: null,
  maxBatchRequests: BATCH_ROWS,
  cache: null,
} as const;
const API_KEY = 'sk-ant-bench';

/** Opened and closed as part of the work: the last bytes are on the disk when it is done. */
async function withFile<T>(path: string, work: (file: JobFile) => T | Promise<T>): Promise<T> {
  const file = openJobFile(path);
  try {
    return await work(file);
  } finally {
    closeJobFile(file);
  }
}

export const ours: Cases = {
  'build: ours': ({ csv, jobFile }) => {
    const source = { fileId: 'F0BENCH', name: 'rows.csv' };
    const settings = defaultSettings('');
    const input = { jobId: JOB_ID, sourcePath: csv, source, more: [], documents: [], settings, now: 0 };
    return async () => (await withFile(jobFile, (file) => build(file, input))).rows;
  },

  /** Every request rendered, measured and hashed: the preview. */
  'check: ours': ({ jobFile }) => {
    return async () => JSON.stringify(await withFile(jobFile, (file) => check(file, CHECK).plan));
  },

  'submit: ours': ({ jobFile, url, plan, part }) => {
    const batch = (JSON.parse(plan) as PlannedBatch[])[part];
    if (batch === undefined) throw new Error(`There is no message batch ${part}.`);
    const input = { ...CHECK, attempt: 1, overrides: NO_OVERRIDES, fileIds: {}, batch };
    const connection = { apiKey: API_KEY, baseUrl: url };
    return async () => {
      await withFile(jobFile, (file) => send(file, input, (body) => createBatch(connection, body)));
      return batch.bodySha256;
    };
  },

  'collect: ours': ({ jobFile, url, part }) => {
    const connection = { apiKey: API_KEY, baseUrl: url };
    const sent = { attempt: 1, firstSeq: part * BATCH_ROWS + 1, lastSeq: (part + 1) * BATCH_ROWS };
    const input = { jobId: JOB_ID, remoteId: 'msgbatch_bench', sent, isDoubted: false, answerFields: [] };
    const read = (id: string) => readResults(connection, id);
    return async () => (await withFile(jobFile, (file) => collect(file, input, read))).stored;
  },

  'export: ours': ({ jobFile, out }) => {
    const input = {
      jobId: JOB_ID,
      format: 'csv',
      only: null,
      columns: null,
      idColumn: null,
      answerFields: [],
      isPartial: false,
      guardFormulas: true,
      title: '',
      path: out,
    } satisfies ExportInput;
    return async () => (await withFile(jobFile, (file) => exportResults(file, input))).bytes;
  },

  'upload: ours': ({ out, url }) => {
    const { size } = statSync(out);
    return async () => {
      await postFile(`${url}/upload`, out, size);
      return size;
    };
  },
};
