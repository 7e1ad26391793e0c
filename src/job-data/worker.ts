// The worker process: does one task at a time on job files, and ends with the process that started it.
import { rmSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { createBatch } from '../anthropic/create.ts';
import { readResults } from '../anthropic/results.ts';
import { uploadFile } from '../anthropic/upload.ts';
import { toWire } from '../core/trouble/wire-error.ts';
import { compare } from './export/compare.ts';
import { exportResults, packResults } from './export/export.ts';
import { firstRows } from './export/first-rows.ts';
import { readRow } from './export/read-row.ts';
import { writeResultsOf } from './export/write-results.ts';
import { writeTable } from './export/write-table.ts';
import { closeJobFile, type JobFile, openJobFile } from './job-file.ts';
import { jobPaths } from './paths.ts';
import type { Answer, Call, Setup, SetupValues, TaskName, Tasks } from './protocol.ts';
import { check } from './request/check.ts';
import { send } from './request/send.ts';
import { trialRows } from './request/trial-rows.ts';
import { uploadDocument } from './request/upload-document.ts';
import { checkRetry } from './result/check-retry.ts';
import { collect } from './result/collect.ts';
import { count } from './result/count.ts';
import { findPart } from './result/find-part.ts';
import { sampleIds } from './result/sample-ids.ts';
import { build } from './rows/build.ts';

type Handlers = { [Name in TaskName]: (input: Tasks[Name]['input']) => Promise<Tasks[Name]['output']> };

function createHandlers({ dataDir, anthropic, sources, builders }: SetupValues): Handlers {
  const paths = jobPaths(dataDir);
  async function withFile<T>(jobId: string, work: (file: JobFile) => T | Promise<T>): Promise<T> {
    const file = openJobFile(paths.jobFile(jobId));
    try {
      return await work(file);
    } finally {
      closeJobFile(file);
    }
  }
  return {
    build: (input) => withFile(input.jobId, (file) => build(file, input, { sources, builders })),
    check: (input) => withFile(input.jobId, (file) => check(file, input)),
    checkRetry: (input) => withFile(input.jobId, (file) => checkRetry(file, input)),
    trialRows: (input) => withFile(input.jobId, (file) => trialRows(file, input)),
    send: (input) =>
      withFile(input.jobId, (file) => send(file, input, (body) => createBatch(anthropic, body))),
    uploadDocument: (input) =>
      withFile(input.jobId, (file) => uploadDocument(file, input, (upload) => uploadFile(anthropic, upload))),
    collect: (input) =>
      withFile(input.jobId, (file) => collect(file, input, (id) => readResults(anthropic, id))),
    sampleIds: ({ remoteId }) => sampleIds(remoteId, (id) => readResults(anthropic, id)),
    findPart: (input) => withFile(input.jobId, (file) => findPart(file, input)),
    count: (input) => withFile(input.jobId, (file) => count(file, input)),
    export: (input) => withFile(input.jobId, (file) => exportResults(file, input)),
    pack: packResults,
    firstRows: (input) => withFile(input.jobId, (file) => firstRows(file, input)),
    readRow: (input) => withFile(input.jobId, (file) => readRow(file, input)),
    writeResults: (input) => withFile(input.jobId, (file) => writeResultsOf(file, input, sources)),
    compare: (input) =>
      withFile(input.jobId, (one) => withFile(input.otherId, (other) => compare(one, other, input))),
    writeTable,
    async removeFile({ path }) {
      rmSync(path, { force: true });
      return null;
    },
    async remove({ jobId }) {
      for (const path of ['', '-journal', '-wal', '-shm'])
        rmSync(paths.jobFile(jobId) + path, { force: true });
      rmSync(paths.folder(jobId), { recursive: true, force: true });
      return null;
    },
  };
}

async function answer(handlers: Handlers, call: Call): Promise<Answer> {
  try {
    const handler = handlers[call.task] as (input: unknown) => Promise<unknown>;
    const output = await handler(call.input);
    return { id: call.id, heldBytes: process.memoryUsage.rss(), output };
  } catch (error) {
    return { id: call.id, heldBytes: process.memoryUsage.rss(), error: toWire(error) };
  }
}

// Where the cores are few, whoever waits for an answer in Slack comes before a million rows.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

let handlers: Handlers | null = null;

process.on('message', (message: Setup | Call) => {
  if ('setup' in message) {
    handlers = createHandlers(message.setup);
  } else if (handlers !== null) {
    // A reply that finds nobody: the process that started this one was killed just now.
    void answer(handlers, message).then((reply) =>
      process.send?.(reply, undefined, undefined, (error) => error && process.exit(0)),
    );
  }
});
// Without its parent a worker must not go on sending: nobody would record what it did.
process.on('disconnect', () => process.exit(0));
// A Ctrl-C in a terminal reaches the whole group; the parent decides when a worker ends.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
