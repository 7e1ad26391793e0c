// A disk that fails on order: a library, built with the system's compiler, that the bot's processes are loaded with.
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import type { Environment } from './bot-process.ts';

const SOURCE = 'test/torture/support/disk-shim.c';
/** Six numbers of four bytes, as in the source. */
const PAGE_BYTES = 24;
const FOR_EVER = 2 ** 31 - 1;

export type DiskError = 'ENOSPC' | 'EROFS' | 'EIO';

export interface Disk {
  /** What a bot is started with so that this is its disk. */
  env: Environment;
  /** From now on every write below the folder is refused; of a read-only disk, every opening for writing too. */
  fail(error: DiskError): void;
  /** The count begins anew, and these writes are refused. @param last without it, all from the first on */
  failAt(error: DiskError, first: number, last?: number): void;
  heal(): void;
  /** Writes since the count began, and those refused of them. */
  counts(): { seen: number; refused: number };
  close(): void;
}

/** @returns whether the library can be built here */
export function hasCompiler(): boolean {
  try {
    execFileSync('cc', ['--version'], { stdio: 'ignore' });
    return process.platform === 'linux';
  } catch {
    return false;
  }
}

/**
 * @param workFolder where the library and its shared page go; not below `root`
 * @param root the folder whose writes can be refused
 */
export function createDisk(workFolder: string, root: string): Disk {
  mkdirSync(workFolder, { recursive: true });
  const library = join(resolve(workFolder), 'disk-shim.so');
  const page = join(resolve(workFolder), 'disk-page');
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, SOURCE, '-ldl']);
  const handle = openSync(page, 'w+');
  set(0, 0, 0, 0, 0, 0);

  /** error, first, last, no_open, seen, refused */
  function set(...values: number[]): void {
    writeSync(handle, Buffer.from(Int32Array.from(values).buffer), 0, values.length * 4, 0);
  }

  function failAt(error: DiskError, first: number, last: number = FOR_EVER): void {
    // Healed first: no write may meet the new error with the old count.
    set(0);
    set(0, first, last, error === 'EROFS' ? 1 : 0, 0, 0);
    set(constants.errno[error]);
  }

  return {
    env: { LD_PRELOAD: library, DISK_SHIM_CONTROL: page, DISK_SHIM_ROOT: resolve(root) },
    fail: (error) => failAt(error, 1),
    failAt,
    heal: () => set(0),
    counts() {
      const bytes = Buffer.alloc(PAGE_BYTES);
      readSync(handle, bytes, 0, PAGE_BYTES, 0);
      return { seen: bytes.readInt32LE(16), refused: bytes.readInt32LE(20) };
    },
    close: () => closeSync(handle),
  };
}
