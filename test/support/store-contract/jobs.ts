// Contract: jobs are made once, numbered, and found again.
import { describe, expect, it } from 'vitest';
import { type OpenStore, opened } from './open.ts';
import { addJob, NOW, newBatch, newJob, SETTINGS } from './samples.ts';

export function jobContract(open: OpenStore): void {
  describe('a job', () => {
    it('is given back exactly as the core knows it, and again after reopening', async () => {
      const { store, reopen } = await opened(open);
      const given = newJob({ onceKey: 'upload:C1:F1' });
      const job = await store.createJob(given);
      const { onceKey: _, ...kept } = given;
      const expected = {
        ...kept,
        number: 1,
        state: 'building',
        revision: 1,
        submittedBy: null,
        report: null,
        notice: null,
        tally: null,
        submittedAt: null,
        attempt: 1,
        retry: null,
        approvals: [],
        deletion: null,
        endedAt: null,
      };
      expect(job).toStrictEqual(expected);
      const again = await reopen();
      expect(await again.job(given.id)).toStrictEqual(expected);
    });

    it('may have no source and no thread', async () => {
      const { store } = await opened(open);
      const job = await addJob(store, { kind: 'watched', source: null, threadTs: null });
      expect(job).toMatchObject({ kind: 'watched', source: null, threadTs: null, settings: SETTINGS });
    });

    it('is made once for a key, however many ask at once, and numbers are not spent on the rest', async () => {
      const { store } = await opened(open);
      await addJob(store, { teamId: 'T2' });
      const asked = Array.from({ length: 20 }, () => store.createJob(newJob({ onceKey: 'k' })));
      const made = (await Promise.all(asked)).filter((job) => job !== null);
      expect(made).toHaveLength(1);
      expect(await store.createJob(newJob({ onceKey: 'k' }))).toBeNull();
      expect((await addJob(store)).number).toBe(2);
      expect((await addJob(store, { teamId: 'T2' })).number).toBe(2);
    });

    it('may share its key with a job of another workspace, and its lack of one with any', async () => {
      const { store } = await opened(open);
      const own = await addJob(store, { onceKey: 'k' });
      const other = await addJob(store, { onceKey: 'k', teamId: 'T2' });
      await addJob(store);
      await addJob(store);
      expect([own.teamId, other.teamId]).toEqual(['T1', 'T2']);
    });

    it('has a number of its own in its workspace, also when many are made at once', async () => {
      const { store, reopen } = await opened(open);
      const teams = ['T1', 'T2'];
      const asked = teams.flatMap((teamId) => Array.from({ length: 40 }, () => addJob(store, { teamId })));
      const jobs = await Promise.all(asked);
      const expected = Array.from({ length: 40 }, (_, index) => index + 1);
      for (const teamId of teams) {
        const numbers = jobs.filter((job) => job.teamId === teamId).map((job) => job.number);
        expect(numbers.toSorted((a, b) => a - b)).toEqual(expected);
      }
      expect((await addJob(await reopen())).number).toBe(41);
    });

    it('with an id that is taken is an error, and costs no number', async () => {
      const { store } = await opened(open);
      const { id } = await addJob(store);
      await expect(store.createJob(newJob({ id, createdAt: NOW + 1 }))).rejects.toThrow();
      expect((await store.job(id))?.createdAt).toBe(NOW);
      expect((await addJob(store)).number).toBe(2);
    });
  });

  describe('looking for a job', () => {
    it('by id, number or remote id gives null when there is none', async () => {
      const { store } = await opened(open);
      await addJob(store, { onceKey: 'k' });
      expect(await store.job('nobody')).toBeNull();
      expect(await store.jobByNumber('T1', 2)).toBeNull();
      expect(await store.jobByNumber('T2', 1)).toBeNull();
      expect(await store.jobByRemoteId('T1', 'msgbatch_1')).toBeNull();
    });

    it('by upload finds the one that it became part of, in its conversation only', async () => {
      const { store } = await opened(open);
      const source = {
        ...{ fileId: 'F1', name: 'a "F9".pdf', sizeBytes: 1, messageTs: null },
        more: [{ fileId: 'F2', name: 'b.pdf', sizeBytes: 1 }],
      };
      const job = await addJob(store, { source, onceKey: 'upload:C1:F1' });
      // Asked for by command: the same file may become a job by itself all the same.
      await addJob(store, { source: { ...source, fileId: 'F3', more: [] }, onceKey: null });
      const find = (fileId: string, channelId = 'C1', teamId = 'T1') =>
        store.jobByUpload({ teamId, channelId, fileId });
      expect(await find('F1')).toStrictEqual(job);
      expect(await find('F2')).toStrictEqual(job);
      for (const other of ['F', 'F3', 'F9', 'F22']) expect(await find(other)).toBeNull();
      expect(await find('F1', 'C2')).toBeNull();
      expect(await find('F2', 'C1', 'T2')).toBeNull();
    });

    it('by number stays in the workspace', async () => {
      const { store } = await opened(open);
      const one = await addJob(store);
      const other = await addJob(store, { teamId: 'T2' });
      expect(await store.jobByNumber('T1', 1)).toStrictEqual(one);
      expect(await store.jobByNumber('T2', 1)).toStrictEqual(other);
    });

    it('by remote id finds the job of any of its message batches, in its workspace only', async () => {
      const { store } = await opened(open);
      const job = await addJob(store);
      await store.planBatches(job.id, [
        newBatch(1, { state: 'running', remoteId: 'msgbatch_1' }),
        newBatch(2, { state: 'running', remoteId: 'msgbatch_2' }),
      ]);
      expect(await store.jobByRemoteId('T1', 'msgbatch_2')).toStrictEqual(job);
      expect(await store.jobByRemoteId('T2', 'msgbatch_2')).toBeNull();
    });

    it('by remote id prefers the job that sent it to one that watches it', async () => {
      const { store } = await opened(open);
      const own = await addJob(store);
      const watched = await addJob(store, { kind: 'watched' });
      for (const job of [watched, own]) {
        await store.planBatches(job.id, [newBatch(1, { state: 'running', remoteId: 'msgbatch_1' })]);
      }
      expect((await store.jobByRemoteId('T1', 'msgbatch_1'))?.id).toBe(own.id);
    });
  });
}
