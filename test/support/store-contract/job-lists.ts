// Contract: lists of jobs.
import { describe, expect, it } from 'vitest';
import { type OpenStore, opened } from './open.ts';
import { addDraft, addJob } from './samples.ts';

export function jobListContract(open: OpenStore): void {
  describe('jobsIn', () => {
    it('gives the jobs in these states, in the order they were made', async () => {
      const { store } = await opened(open);
      const first = await addDraft(store, { id: 'z' });
      const second = await addJob(store, { id: 'a' });
      const third = await addDraft(store, { id: 'm' });
      expect(await store.jobsIn(['draft'])).toStrictEqual([first, third]);
      expect(await store.jobsIn(['draft', 'building'])).toStrictEqual([first, second, third]);
      expect(await store.jobsIn(['done'])).toEqual([]);
      expect(await store.jobsIn([])).toEqual([]);
    });
  });

  describe('listJobs', () => {
    const where = { teamId: 'T1', channelId: 'C1', userId: 'U1', limit: 10 };

    it('gives the jobs of the channel and the person’s own, newest first', async () => {
      const { store } = await opened(open);
      // The times run backwards on purpose: what people see as newest is the highest number.
      const here = await addJob(store, { ownerId: 'U2', createdAt: 3 });
      const own = await addJob(store, { channelId: 'C2', createdAt: 2 });
      await addJob(store, { channelId: 'C2', ownerId: 'U2' });
      await addJob(store, { teamId: 'T2' });
      const both = await addJob(store, { createdAt: 1 });
      expect((await store.listJobs(where)).map(({ id }) => id)).toEqual([both.id, own.id, here.id]);
    });

    it('leaves out discarded jobs, and no others', async () => {
      const { store } = await opened(open);
      const gone = await addJob(store);
      const failed = await addJob(store);
      await store.moveJob(gone.id, { from: ['building'], to: 'discarded' });
      await store.moveJob(failed.id, { from: ['building'], to: 'failed' });
      expect((await store.listJobs(where)).map(({ id }) => id)).toEqual([failed.id]);
    });

    it('stops at the limit, which discarded jobs do not use up', async () => {
      const { store } = await opened(open);
      const jobs = [];
      for (let count = 0; count < 4; count += 1) jobs.push(await addJob(store));
      const [, second, third, fourth] = jobs.map(({ id }) => id);
      await store.moveJob(fourth ?? '', { from: ['building'], to: 'discarded' });
      expect((await store.listJobs({ ...where, limit: 2 })).map(({ id }) => id)).toEqual([third, second]);
    });
  });

  describe('jobsOfPerson', () => {
    it('gives pages of a person’s jobs: under way, prepared, then the rest, each the newest first', async () => {
      const { store } = await opened(open);
      const failed = await addJob(store);
      await store.moveJob(failed.id, { from: ['building'], to: 'failed' });
      const submitted = await addDraft(store, { ownerId: 'U2' });
      const set = { submittedBy: 'U1' };
      await store.moveJob(submitted.id, { from: ['draft'], to: 'submitting', set });
      const draft = await addDraft(store, { channelId: 'C9' });
      const gone = await addJob(store);
      await store.moveJob(gone.id, { from: ['building'], to: 'discarded' });
      await addDraft(store, { ownerId: 'U2' });
      await addDraft(store, { teamId: 'T2' });
      const newest = await addDraft(store);
      const page = async (offset: number) => {
        const { jobs, total } = await store.jobsOfPerson({ teamId: 'T1', userId: 'U1', offset, limit: 3 });
        return [total, ...jobs.map(({ id }) => id)];
      };
      expect(await page(0)).toEqual([4, submitted.id, newest.id, draft.id]);
      expect(await page(3)).toEqual([4, failed.id]);
      expect(await page(9)).toEqual([4]);
    });
  });
}
