// A child process that hangs, swallows memory or dies is ended, and its parent learns why.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Child, ChildLost, startChild } from '../../src/child/child.ts';
import { UserError } from '../../src/core/errors.ts';

const BUSY = new URL('./busy.ts', import.meta.url);
const LONG_MS = 20_000;
const started: Child[] = [];

function start(): Child {
  const child = startChild(BUSY, { memoryMb: 100, env: { GIVEN: 'x' } });
  started.push(child);
  return child;
}

afterEach(() => {
  for (const child of started.splice(0)) child.kill();
});

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a child', () => {
  it('gets the environment that it is given, and nothing else', async () => {
    const names = (await start().ask('env', LONG_MS)) as string[];
    expect(names.filter((name) => !name.startsWith('NODE_')).sort()).toEqual(['GIVEN', 'TZ']);
  });

  it('throws to its parent what it threw, with its cause for the log', async () => {
    const error = await start()
      .ask('throw', LONG_MS)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ code: 'told', message: 'It is so.', next: 'Do this.' });
    expect(((error as UserError).cause as Error).stack).toContain('busy.ts');
  });

  it('that never answers is killed', async () => {
    const child = start();
    const pid = (await child.ask('pid', LONG_MS)) as number;
    await expect(child.ask('loop', 300)).rejects.toMatchObject({ reason: 'time' });
    await vi.waitFor(() => expect(isThere(pid)).toBe(false), 30_000);
  });

  it('that fills memory outside of its heap is ended', async () => {
    await expect(start().ask('fill', LONG_MS)).rejects.toMatchObject({ reason: 'memory' });
  });

  it('that ends by itself is lost, then and later', async () => {
    const child = start();
    await expect(child.ask('exit', LONG_MS)).rejects.toBeInstanceOf(ChildLost);
    await expect(child.ask('pid', LONG_MS)).rejects.toBeInstanceOf(ChildLost);
  });

  it('ends with its parent even while it is busy', async () => {
    const parent = spawn(process.execPath, ['--import', 'tsx', 'test/child/parent.ts'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    expect(isThere(pid)).toBe(true);
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect(isThere(pid)).toBe(false), 30_000);
  });
});
