// The bot as a process that can be killed at any moment and started again on the same folder.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { BUILD } from '../../support/compile-bot.ts';

export type Environment = Record<string, string>;

/** The bot itself, or the one that ends itself at a write of its store. */
export type Entry = 'src/main.js' | 'test/torture/bot/main.js';

export interface BotProcess {
  /** False when it ended, whoever ended it. */
  isRunning(): boolean;
  /** Resolves when it has ended, however that came. */
  gone: Promise<unknown>;
  /** Without a word of warning; resolves when it is gone. */
  kill(): Promise<void>;
  /** As an operator stops it. @returns its exit code and how long it took */
  stop(): Promise<{ code: number | null; tookMs: number }>;
  /** @returns the most memory that it and then each of its worker processes ever held, in bytes; what they share counts each time */
  peakBytes(): number[];
}

/** Starts it and waits until it says that it is up. @throws when it ends instead */
export async function startBot(env: Environment, entry: Entry = 'src/main.js'): Promise<BotProcess> {
  const { up, ...bot } = launchBot(env, entry);
  await up;
  return bot;
}

/** Starts it. @returns it at once; `up` rejects when it ends instead of coming up */
export function launchBot(env: Environment, entry: Entry): BotProcess & { up: Promise<void> } {
  const child = spawn(process.execPath, [`${BUILD}/${entry}`], {
    env: { PATH: process.env.PATH ?? '', LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  return {
    isRunning: () => child.exitCode === null && child.signalCode === null,
    up: untilUp(child),
    gone,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    async stop() {
      const began = Date.now();
      child.kill('SIGTERM');
      const [code] = (await gone) as [number | null];
      return { code, tookMs: Date.now() - began };
    },
    peakBytes: () => [child.pid, ...childrenOf(child.pid)].map(peakOf),
  };
}

/** @returns the most memory that any child of this process ever held, in bytes: the workers of a bot that runs in it */
export function peakOfWorkers(): number {
  return Math.max(0, ...childrenOf(process.pid).map(peakOf));
}

function childrenOf(pid: number | undefined): string[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
}

/** One that has just ended holds nothing any more, and may be gone from the list. */
function peakOf(pid: number | string | undefined): number {
  const path = `/proc/${pid}/status`;
  if (!existsSync(path)) return 0;
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(path, 'utf8'))?.[1] ?? 0;
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
