// A folder for one test, gone when the test ends.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @returns the path of a control database in a new folder, and what removes it. */
export async function tempDatabase(): Promise<{ path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'claude-batches-store-'));
  return {
    path: join(folder, 'made', 'control.sqlite'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
