// The SQLite store: the contract of every store, and what is SQLite's own.
import { existsSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { defaultSettings } from '../../src/core/draft/settings.ts';
import type { Store } from '../../src/ports/store.ts';
import { connect } from '../../src/sqlite/connect.ts';
import { openStore } from '../../src/sqlite/open.ts';
import { openSqliteFile } from '../../src/sqlite-file.ts';
import { addDraft, addJob, newBatch } from '../support/store-contract/samples.ts';
import { describeStore } from '../support/store-contract.ts';
import { tempDatabase } from './temp-folder.ts';

describeStore('the SQLite store', async () => {
  const { path, remove } = await tempDatabase();
  let store = await openStore(path);
  return {
    store,
    async reopen() {
      await store.close();
      store = await openStore(path);
      return store;
    },
    async dispose() {
      await store.close();
      await remove();
    },
  };
});

async function openHere(): Promise<{ path: string; store: Store; problems: string[] }> {
  const { path, remove } = await tempDatabase();
  const problems: string[] = [];
  const store = await openStore(path, { onProblem: (message) => void problems.push(message) });
  onTestFinished(async () => {
    await store.close();
    await remove();
  });
  return { path, store, problems };
}

/** Changes the file behind the store's back. */
function tamper(path: string, sql: string): void {
  const file = openSqliteFile(path);
  file.exec(sql);
  file.close();
}

describe('a connection', () => {
  it('is durable against a power cut, checks foreign keys, and waits for a lock', async () => {
    const { path, remove } = await tempDatabase();
    const file = await connect(path);
    onTestFinished(async () => {
      file.close();
      await remove();
    });
    const pragma = (name: string) => file.prepare(`PRAGMA ${name}`).pluck().get();
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('busy_timeout')).toBe(2000);
  });
});

describe('a row that cannot be read', () => {
  it('is left out of lists and reported, and the others are there', async () => {
    const { path, store, problems } = await openHere();
    const [bad, good] = [await addJob(store), await addJob(store)];
    const [badBatch, goodBatch] = [newBatch(1), newBatch(2)];
    await store.planBatches(good.id, [badBatch, goodBatch]);
    for (const key of ['bad', 'good'])
      await store.oweMessage({ key, jobId: good.id, kind: 'card', detail: null });
    tamper(
      path,
      `update job set report = '{"rows":' where id = '${bad.id}';
       update batch set counts = 'x' where id = '${badBatch.id}';
       update owed_message set file_ids = '' where key = 'bad'`,
    );
    expect((await store.jobsIn(['building'])).map(({ id }) => id)).toEqual([good.id]);
    expect((await store.batchesIn(['ready'])).map(({ id }) => id)).toEqual([goodBatch.id]);
    expect((await store.owedMessagesIn(['owed'])).map(({ key }) => key)).toEqual(['good']);
    const listed = await store.listJobs({ teamId: 'T1', channelId: 'C1', userId: 'U1', limit: 10 });
    expect(listed.map(({ id }) => id)).toEqual([good.id]);
    expect(problems).toEqual([
      `The column report of job ${bad.id} cannot be read.`,
      `The column counts of batch ${badBatch.id} of job ${good.id} cannot be read.`,
      'The column file_ids of message bad cannot be read.',
      `The column report of job ${bad.id} cannot be read.`,
    ]);
  });

  it('is a named error when it alone is asked for, or the batches of its job are', async () => {
    const { path, store } = await openHere();
    const job = await addDraft(store);
    await store.planBatches(job.id, [newBatch(1), newBatch(2)]);
    await store.oweMessage({ key: 'k', jobId: job.id, kind: 'card', detail: null });
    tamper(
      path,
      `update job set settings = 'null'; update batch set counts = '7' where position = 1; update owed_message set file_ids = '['`,
    );
    const unreadable = { name: 'UnreadableRow' };
    await expect(store.job(job.id)).rejects.toMatchObject(unreadable);
    await expect(store.jobByNumber('T1', job.number)).rejects.toMatchObject(unreadable);
    await expect(store.batchesOf(job.id)).rejects.toMatchObject(unreadable);
    await expect(store.owedMessage('k')).rejects.toMatchObject(unreadable);
  });

  it('breaks nothing when nobody listens', async () => {
    const { path, store, problems } = await openHere();
    await addJob(store);
    tamper(path, `update job set settings = '{'`);
    const deaf = await openStore(path);
    onTestFinished(() => deaf.close());
    expect(await deaf.jobsIn(['building'])).toEqual([]);
    expect(problems).toEqual([]);
  });
});

it('a job of an earlier version has nothing of what is counted since', async () => {
  const { path, store } = await openHere();
  const job = await addJob(store);
  tamper(path, `UPDATE job SET tally = '{"requests":2,"succeeded":2}'`);
  expect((await store.job(job.id))?.tally).toEqual({ requests: 2, succeeded: 2, misfit: 0, labels: [] });
});

it('a job of an earlier version has no duplicates and no cache, and retries a row with each request', async () => {
  const { path, store } = await openHere();
  const job = await addDraft(store);
  const older = `'{"attempt":2,"requests":7,"plan":[]}'`;
  tamper(path, `UPDATE job SET report = json_remove(report, '$.duplicates', '$.cache'), retry = ${older}`);
  const read = await store.job(job.id);
  expect(read?.report).toMatchObject({ requests: 2, duplicates: null, cache: null });
  expect(read?.retry).toMatchObject({ rows: 7, cache: null });
});

it('a job of an earlier version has the defaults for settings that came later', async () => {
  const { path, store } = await openHere();
  const job = await addDraft(store);
  tamper(path, `update job set settings = '{"prompt":"Hi","model":"m","maxTokens":5}'`);
  expect((await store.job(job.id))?.settings).toEqual({
    ...defaultSettings('m'),
    prompt: 'Hi',
    maxTokens: 5,
  });
});

describe('an event that was handled', () => {
  it('keeps its id and not what people wrote', async () => {
    const { path, store } = await openHere();
    await store.saveEvent({ id: 'Ev1', receivedAt: 1, body: 'secret' });
    await store.finishEvent('Ev1', 2);
    const file = openSqliteFile(path);
    onTestFinished(() => void file.close());
    expect(file.prepare('select id, body from event').all()).toEqual([{ id: 'Ev1', body: '' }]);
  });
});

describe('closing', () => {
  it('lets go of the file, may be done twice, and leaves nothing to ask', async () => {
    const { path, store } = await openHere();
    await addJob(store);
    expect(existsSync(`${path}-wal`)).toBe(true);
    await store.close();
    await store.close();
    expect(existsSync(`${path}-wal`)).toBe(false);
    await expect(store.job('any')).rejects.toThrow();
  });
});
