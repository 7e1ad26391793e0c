// One worker process seen from outside: give it a task, get its answer, or learn that it died.
import { type ChildProcess, fork } from 'node:child_process';
import { fromWire } from '../core/trouble/wire-error.ts';
import type { Answer, Setup, TaskName, Tasks } from './protocol.ts';

/** The worker died or was stopped while it had a task. */
export class WorkerLost extends Error {
  override readonly name = 'WorkerLost';
}

export interface WorkerProcess {
  /** One task at a time. @throws what the task threw, or WorkerLost */
  run<Name extends TaskName>(
    task: Name,
    input: Tasks[Name]['input'],
    timeoutMs: number,
  ): Promise<Tasks[Name]['output']>;
  readonly alive: boolean;
  readonly tasksDone: number;
  /** Its memory after its last task, in bytes. */
  readonly heldBytes: number;
  stop(): Promise<void>;
}

const HEAP_MB = 256;

/** Starts a worker process. @param setup sent as its first message */
export function startWorkerProcess(setup: Setup): WorkerProcess {
  const isTypeScript = import.meta.url.endsWith('.ts');
  const entry = new URL(isTypeScript ? './worker.ts' : './worker.js', import.meta.url);
  const child = fork(entry, {
    // Only what Node needs: no token of Slack's, nothing else of the environment.
    env: { PATH: process.env.PATH ?? '', TZ: 'UTC' },
    execArgv: [`--max-old-space-size=${HEAP_MB}`, ...(isTypeScript ? ['--import', 'tsx'] : [])],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  child.send(setup);
  let alive = true;
  let nextId = 1;
  let tasksDone = 0;
  let heldBytes = 0;
  let waiting: { id: number; settle: (answer: Answer | WorkerLost) => void } | null = null;
  const gone = new Promise<void>((resolve) => {
    const end = () => {
      alive = false;
      waiting?.settle(new WorkerLost('The worker process ended.'));
      resolve();
    };
    child.once('exit', end);
    child.once('error', end);
  });
  child.on('message', (message: Answer) => {
    heldBytes = message.heldBytes;
    if (waiting?.id === message.id) waiting.settle(message);
  });

  return {
    run(task, input, timeoutMs) {
      return new Promise((resolve, reject) => {
        const id = nextId++;
        const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
        waiting = {
          id,
          settle(answer) {
            clearTimeout(timer);
            waiting = null;
            tasksDone += 1;
            if (answer instanceof WorkerLost) reject(answer);
            else if ('error' in answer) reject(fromWire(answer.error));
            else resolve(answer.output as Tasks[typeof task]['output']);
          },
        };
        child.send({ id, task, input }, (error) => {
          if (error) waiting?.settle(new WorkerLost('The worker process could not be reached.'));
        });
      });
    },
    get tasksDone() {
      return tasksDone;
    },
    get heldBytes() {
      return heldBytes;
    },
    get alive() {
      return alive;
    },
    async stop() {
      kill(child);
      await gone;
    },
  };
}

function kill(child: ChildProcess): void {
  child.kill('SIGKILL');
}
