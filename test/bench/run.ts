// Starts a case in a process of its own, and the other end of its connections in another.
import { execFileSync, fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CaseInput, Measured } from './case.ts';

/** @returns what one case measured */
export function runCase(name: string, input: Partial<CaseInput>): Measured {
  const whole: CaseInput = { csv: '', jobFile: '', out: '', url: '', plan: '[]', part: 0, ...input };
  const entry = fileURLToPath(new URL('./run-case.js', import.meta.url));
  return read(execFileSync(process.execPath, [entry, name, JSON.stringify(whole)], { maxBuffer: 1e9 }));
}

/** @returns what one step of the Python script measured */
export function runPython(step: 'build' | 'collect' | 'export', ...paths: string[]): Measured {
  return read(execFileSync('python3', ['test/bench/baseline.py', step, ...paths]));
}

/** @returns what curl measured of an upload of a file; null where there is no curl */
export function runCurl(path: string, url: string): Measured | null {
  try {
    const args = ['-s', '-o', '/dev/null', '-w', '%{time_total}', '-T', path, `${url}/upload`];
    return { ms: Number(execFileSync('curl', args).toString()) * 1000, rssMb: 0, made: null };
  } catch {
    return null;
  }
}

function read(output: Buffer): Measured {
  return JSON.parse(output.toString()) as Measured;
}

/** Starts the other end; its results are those of a file. */
export async function startServer(results: string): Promise<{ url: string; stop(): void }> {
  const server = fork(fileURLToPath(new URL('./server.js', import.meta.url)), [results]);
  const url = await new Promise<string>((resolve) =>
    server.once('message', (message) => resolve(String(message))),
  );
  return { url, stop: () => server.disconnect() };
}

/** Deletes a database with what belongs to it. */
export function removeDatabase(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
}
