// The SQLite store: the contract of every store, and what is SQLite's own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/sqlite/open.ts';
import { describeStore, newJob, type OpenedStore } from '../support/store-contract.ts';

async function openTemporary(): Promise<OpenedStore & { path: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'claude-batches-store-'));
  const path = join(folder, 'control.sqlite');
  let store = await openStore(path);
  return {
    path,
    store,
    async reopen() {
      await store.close();
      store = await openStore(path);
      return store;
    },
    async dispose() {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

describeStore('the SQLite store', openTemporary);

describe('the control database', () => {
  it('is written so that a power cut loses nothing that was told', async () => {
    const opened = await openTemporary();
    const file = new Database(opened.path, { readonly: true });
    expect(file.pragma('journal_mode', { simple: true })).toBe('wal');
    file.close();
    await opened.dispose();
  });

  it('written by a newer version is refused with a sentence, and left as it is', async () => {
    const opened = await openTemporary();
    await opened.store.close();
    const file = new Database(opened.path);
    file.prepare("INSERT INTO kysely_migration (name, timestamp) VALUES ('9999-future', '2030-01-01')").run();
    await expect(openStore(opened.path)).rejects.toMatchObject({ code: 'newer-database' });
    expect(file.prepare('SELECT count(*) AS n FROM kysely_migration').get()).toEqual({ n: 2 });
    file.prepare("DELETE FROM kysely_migration WHERE name = '9999-future'").run();
    file.close();
    await opened.reopen();
    await opened.dispose();
  });

  it('with one row that cannot be read still gives the others, and tells of it', async () => {
    const opened = await openTemporary();
    const good = await opened.store.createJob(newJob());
    const bad = await opened.store.createJob(newJob());
    const file = new Database(opened.path);
    file.prepare("UPDATE job SET settings = '{broken' WHERE id = ?").run(bad?.id);
    file.close();
    await opened.store.close();
    const told: string[] = [];
    const store = await openStore(opened.path, { onProblem: (message) => told.push(message) });
    expect((await store.jobsIn(['building'])).map(({ id }) => id)).toEqual([good?.id]);
    expect(told).toEqual([expect.stringContaining(bad?.id ?? '')]);
    await expect(store.job(bad?.id ?? '')).rejects.toThrow('cannot be read');
    await store.close();
    await opened.reopen();
    await opened.dispose();
  });
});
