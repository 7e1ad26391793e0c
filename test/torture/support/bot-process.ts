// The bot as a process that can be killed at any moment and started again on the same folder.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

export type Environment = Record<string, string>;

const BUILD = 'dist/torture';
const COMPILED = [`${BUILD}/src/main.js`];
/** Slower to start, but nothing has to be compiled before. */
export const FROM_SOURCE = ['--import', 'tsx', 'src/main.ts'];

/** Compiles the bot once: a start then takes a third of the time. */
export function compileBot(): void {
  execFileSync('npx', ['tsc', '-p', 'tsconfig.build.json', '--outDir', BUILD]);
}

export interface BotProcess {
  /** False when it ended, whoever ended it. */
  isRunning(): boolean;
  /** Without a word of warning; resolves when it is gone. */
  kill(): Promise<void>;
  /** As an operator stops it. @returns its exit code and how long it took */
  stop(): Promise<{ code: number | null; tookMs: number }>;
  /** @returns the most memory that it and its worker processes ever held, each counted alone, in bytes */
  peakBytes(): number;
}

/** Starts it and waits until it says that it is up. @throws when it ends instead */
export async function startBot(env: Environment, program = COMPILED): Promise<BotProcess> {
  const child = spawn(process.execPath, program, {
    env: { PATH: process.env.PATH ?? '', LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await untilUp(child);
  return {
    isRunning: () => child.exitCode === null && child.signalCode === null,
    async kill() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
    async stop() {
      const began = Date.now();
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      const [code] = (await gone) as [number | null];
      return { code, tookMs: Date.now() - began };
    },
    peakBytes() {
      const workers = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ');
      return [child.pid, ...workers].reduce((sum: number, pid) => sum + peakOf(pid), 0);
    },
  };
}

function peakOf(pid: number | string | undefined): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}

function untilUp({ stdout }: ChildProcess): Promise<void> {
  let said = '';
  return new Promise((resolve, reject) => {
    stdout?.on('data', (chunk) => {
      if (said.includes('the bot is up')) return;
      said += String(chunk);
      if (said.includes('the bot is up')) resolve();
    });
    stdout?.once('end', () => reject(new Error(`The bot ended instead of starting: ${said}`)));
  });
}
