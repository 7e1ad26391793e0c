// The job data as the jobs use it: every task goes to a worker process under a time limit.

import { ServiceError, UserError } from '../core/errors.ts';
import type { JobData } from '../ports/job-data.ts';
import { jobPaths } from './paths.ts';
import type { SetupValues, TaskName, Tasks } from './protocol.ts';
import { createWorkerPool } from './worker-pool.ts';
import { WorkerLost } from './worker-process.ts';

export type JobDataHandle = JobData & { stop(): Promise<void> };

const MINUTE = 60_000;

/** Longest time of each task; a file that takes longer than this to read is not a table. */
const TIME_LIMITS_MS: Record<TaskName, number> = {
  build: 5 * MINUTE,
  check: 5 * MINUTE,
  checkRetry: 5 * MINUTE,
  trialRows: MINUTE,
  send: 15 * MINUTE,
  uploadDocument: 15 * MINUTE,
  collect: 60 * MINUTE,
  sampleIds: 2 * MINUTE,
  findPart: MINUTE,
  count: 5 * MINUTE,
  export: 15 * MINUTE,
  pack: 15 * MINUTE,
  firstRows: MINUTE,
  readRow: MINUTE,
  writeResults: 15 * MINUTE,
  compare: 5 * MINUTE,
  writeTable: MINUTE,
  removeFile: MINUTE,
  remove: MINUTE,
};

/**
 * @param options.workers how many processes share the work
 */
export function createJobData({ workers, ...setup }: SetupValues & { workers: number }): JobDataHandle {
  const pool = createWorkerPool(workers, { setup });

  function task<Name extends TaskName>(
    name: Name,
  ): (input: Tasks[Name]['input'], begin?: () => Promise<void>) => Promise<Tasks[Name]['output']> {
    return (input, begin) =>
      pool.run(name, input, TIME_LIMITS_MS[name], begin).catch((error: unknown) => {
        throw error instanceof WorkerLost ? lostError(name, error) : error;
      });
  }

  return {
    build: task('build'),
    check: task('check'),
    checkRetry: task('checkRetry'),
    trialRows: task('trialRows'),
    send: task('send'),
    uploadDocument: task('uploadDocument'),
    collect: task('collect'),
    sampleIds: task('sampleIds'),
    findPart: task('findPart'),
    count: task('count'),
    export: task('export'),
    pack: task('pack'),
    firstRows: task('firstRows'),
    readRow: task('readRow'),
    writeResults: task('writeResults'),
    compare: task('compare'),
    writeTable: task('writeTable'),
    removeFile: task('removeFile'),
    remove: task('remove'),
    stop: () => pool.stop(),
  };
}

function lostError(name: TaskName, cause: WorkerLost): Error {
  if (name === 'send') {
    return new ServiceError('anthropic', 'unknown', 'worker-lost', 'The sending process ended.', { cause });
  }
  if (name === 'collect' || name === 'sampleIds') {
    return new ServiceError('anthropic', 'unknown', 'worker-lost', 'The collecting process ended.', {
      cause,
    });
  }
  if (name === 'writeResults') {
    return new UserError(
      'too-long-to-write',
      'Writing the results took too long; what was written stays.',
      'Ask once more: rows that are there are written anew, none twice.',
      { cause },
    );
  }
  return new UserError(
    'too-hard-to-read',
    'Reading the file took too much time or memory.',
    'Split it into smaller files and drop them again.',
    { cause },
  );
}

export { jobPaths };
