// A process of its own for work that may hang or swallow memory: one question at a time, and it is killed when it overruns.
import { fork } from 'node:child_process';
import { fromWire, type WireError } from '../core/trouble/wire-error.ts';

export interface Child {
  /**
   * Sends a message and waits for its answer.
   * @param limitMs the child is killed when it takes longer; until it is up it has a minute, however busy the machine is
   * @throws what the child threw; ChildLost when it was killed or died
   */
  ask(message: unknown, limitMs: number): Promise<unknown>;
  kill(): void;
}

/** The child was killed because it overran its time, or ended by itself: its memory was used up, or it crashed. */
export class ChildLost extends Error {
  override readonly name = 'ChildLost';
  readonly reason: 'time' | 'memory';

  constructor(reason: 'time' | 'memory') {
    super(`The child process ended: too much ${reason}.`);
    this.reason = reason;
  }
}

export interface ChildOptions {
  /** Of the whole process, in MB. */
  memoryMb: number;
  /** Its whole environment. */
  env?: Record<string, string>;
  /** Loads TypeScript that is not ours. */
  loadsTypeScript?: boolean;
}

/** What a child answers with. */
export type ChildAnswer = { output: unknown } | { error: WireError };

/** What a child says first. */
export const READY = 'ready';
const READY_MS = 60_000;

/** @param entry the file that calls `serve`, beside the caller: .ts from the sources, .js when compiled */
export function startChild(entry: URL, { memoryMb, env = {}, loadsTypeScript = false }: ChildOptions): Child {
  const needsTsx = entry.pathname.endsWith('.ts') || loadsTypeScript;
  const child = fork(entry, [String(process.pid), String(memoryMb)], {
    env: { TZ: 'UTC', ...env },
    execArgv: [`--max-old-space-size=${memoryMb}`, ...(needsTsx ? ['--import', 'tsx'] : [])],
    // What it prints may quote what people wrote, and belongs in no log.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let hasEnded = false;
  let overran = false;
  let waiting: ((answer: ChildAnswer | null) => void) | null = null;
  let isReady = false;
  let limit: NodeJS.Timeout | undefined;
  const end = () => {
    hasEnded = true;
    waiting?.(null);
  };
  child.once('exit', end);
  child.once('error', end);
  function killAfter(ms: number): void {
    clearTimeout(limit);
    limit = setTimeout(() => {
      overran = true;
      child.kill('SIGKILL');
    }, ms);
  }
  let onReady = () => {};
  child.on('message', (answer: ChildAnswer | typeof READY) => {
    if (answer !== READY) waiting?.(answer);
    else {
      isReady = true;
      onReady();
    }
  });

  return {
    ask(message, limitMs) {
      return new Promise((resolve, reject) => {
        killAfter(isReady ? limitMs : READY_MS);
        onReady = () => killAfter(limitMs);
        waiting = (answer) => {
          clearTimeout(limit);
          waiting = null;
          if (answer === null) reject(new ChildLost(overran ? 'time' : 'memory'));
          else if ('error' in answer) reject(fromWire(answer.error));
          else resolve(answer.output);
        };
        if (hasEnded) waiting(null);
        // A child that is gone already is told by its exit.
        else child.send(message as object, () => {});
      });
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
