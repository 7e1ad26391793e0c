// A few worker processes that share the tasks; tasks of one job follow each other.
import type { Setup, TaskName, Tasks } from './protocol.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

export interface WorkerPool {
  /**
   * @param begin called when its turn has come, right before it is done; when it throws the task is not done
   * @throws what the task or `begin` threw; WorkerLost when the process died or overran its time
   */
  run<Name extends TaskName>(
    task: Name,
    input: Tasks[Name]['input'],
    timeoutMs: number,
    begin?: () => Promise<void>,
  ): Promise<Tasks[Name]['output']>;
  /** Ends the processes; tasks under way are lost. */
  stop(): Promise<void>;
}

const TASKS_PER_PROCESS = 500;
/** Memory is hardly given back by a process: one that holds more than this would begin its next large task with it. */
const MOST_HELD_BYTES = 150_000_000;

/**
 * @param size most processes at a time; they are started when needed and kept
 */
export function createWorkerPool(size: number, setup: Setup): WorkerPool {
  const idle: WorkerProcess[] = [];
  const all = new Set<WorkerProcess>();
  const waiting: ((worker: WorkerProcess) => void)[] = [];
  const lastOfJob = new Map<string, Promise<unknown>>();
  let stopped = false;

  function start(): WorkerProcess {
    const worker = startWorkerProcess(setup);
    all.add(worker);
    return worker;
  }

  function take(): Promise<WorkerProcess> {
    const free = idle.pop();
    if (free?.alive) return Promise.resolve(free);
    if (free) all.delete(free);
    if (all.size < size) return Promise.resolve(start());
    return new Promise((resolve) => waiting.push(resolve));
  }

  /** What a task opened is kept until its process ends (see sqlite-file.ts), so a process serves a while and ends. */
  function retire(worker: WorkerProcess): void {
    all.delete(worker);
    void worker.stop();
  }

  function giveBack(worker: WorkerProcess): void {
    const isWornOut = worker.tasksDone >= TASKS_PER_PROCESS || worker.heldBytes > MOST_HELD_BYTES;
    if (!worker.alive) all.delete(worker);
    else if (isWornOut) retire(worker);
    const isUsable = worker.alive && !isWornOut;
    const next = waiting.shift();
    if (next && !stopped) next(isUsable ? worker : start());
    else if (isUsable) idle.push(worker);
  }

  async function runNow<Name extends TaskName>(
    task: Name,
    input: Tasks[Name]['input'],
    timeoutMs: number,
    begin: () => Promise<void>,
  ) {
    if (stopped) throw new Error('The worker pool is stopped.');
    const worker = await take();
    try {
      await begin();
      return await worker.run(task, input, timeoutMs);
    } finally {
      giveBack(worker);
    }
  }

  return {
    run(task, input, timeoutMs, begin = async () => {}) {
      const key = 'jobId' in input ? input.jobId : 'remoteId' in input ? input.remoteId : input.path;
      const before = lastOfJob.get(key) ?? Promise.resolve();
      const result = before.then(() => runNow(task, input, timeoutMs, begin));
      const settled = result.then(
        () => {},
        () => {},
      );
      lastOfJob.set(key, settled);
      void settled.then(() => {
        if (lastOfJob.get(key) === settled) lastOfJob.delete(key);
      });
      return result;
    },
    async stop() {
      stopped = true;
      await Promise.all([...all].map((worker) => worker.stop()));
    },
  };
}
