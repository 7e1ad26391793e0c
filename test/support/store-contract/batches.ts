// Contract: message batches are planned, moved, found, and never forgotten once attempted.
import { describe, expect, it } from 'vitest';
import { BATCH_MOVES, type BatchState } from '../../../src/core/job/batch.ts';
import type { Store } from '../../../src/ports/store.ts';
import { type OpenStore, opened } from './open.ts';
import { addJob, NOW, newBatch } from './samples.ts';

const STATES = Object.keys(BATCH_MOVES) as BatchState[];
const NOT_SENT = {
  keyFingerprint: null,
  watermarkId: null,
  attemptedAt: null,
  createdAt: null,
  expiresAt: null,
  endedAt: null,
  counts: null,
  dueAt: null,
  isAdopted: false,
  candidates: null,
  notice: null,
};

async function idsOf(store: Store, jobId: string): Promise<string[]> {
  return (await store.batchesOf(jobId)).map(({ id }) => id);
}

export function batchContract(open: OpenStore): void {
  describe('planning message batches', () => {
    it('keeps them in their order, exactly as the core knows them, also after reopening', async () => {
      const { store, reopen } = await opened(open);
      const { id: jobId } = await addJob(store);
      const [one, two] = [newBatch(1, { id: 'z' }), newBatch(2, { id: 'a' })];
      await store.planBatches(jobId, [two, one]);
      const expected = [one, two].map((batch) => ({ ...batch, jobId, ...NOT_SENT }));
      expect(await store.batchesOf(jobId)).toStrictEqual(expected);
      expect(await (await reopen()).batchesOf(jobId)).toStrictEqual(expected);
    });

    it('again replaces those that were never attempted, of this job only', async () => {
      const { store } = await opened(open);
      const [job, other] = [await addJob(store), await addJob(store)];
      const kept = newBatch(1);
      await store.planBatches(other.id, [kept]);
      await store.planBatches(job.id, [newBatch(1), newBatch(2)]);
      const again = newBatch(1);
      await store.planBatches(job.id, [again]);
      expect(await idsOf(store, job.id)).toEqual([again.id]);
      expect(await idsOf(store, other.id)).toEqual([kept.id]);
      await store.planBatches(job.id, []);
      expect(await idsOf(store, job.id)).toEqual([]);
    });

    it('again replaces those that Anthropic refused, so that a draft can be submitted a second time', async () => {
      const { store } = await opened(open);
      const { id: jobId } = await addJob(store);
      const refused = newBatch(1);
      await store.planBatches(jobId, [refused]);
      await store.moveBatch(refused.id, { from: ['ready'], to: 'submitting', set: { attemptedAt: NOW } });
      await store.moveBatch(refused.id, { from: ['submitting'], to: 'refused' });
      const again = newBatch(1);
      await store.planBatches(jobId, [again]);
      expect(await idsOf(store, jobId)).toEqual([again.id]);
    });

    it.each(STATES.filter((state) => state !== 'ready' && state !== 'refused'))(
      'again keeps one that is %s',
      async (state) => {
        const { store } = await opened(open);
        const { id: jobId } = await addJob(store);
        const batch = newBatch(1, { state });
        await store.planBatches(jobId, [batch, newBatch(2)]);
        await store.planBatches(jobId, []);
        expect(await idsOf(store, jobId)).toEqual([batch.id]);
      },
    );

    it('again keeps one that is ready for a second attempt', async () => {
      const { store } = await opened(open);
      const { id: jobId } = await addJob(store);
      const batch = newBatch(1);
      await store.planBatches(jobId, [batch]);
      await store.moveBatch(batch.id, { from: ['ready'], to: 'submitting', set: { attemptedAt: NOW } });
      await store.moveBatch(batch.id, { from: ['submitting'], to: 'ready' });
      await store.planBatches(jobId, []);
      expect(await idsOf(store, jobId)).toEqual([batch.id]);
    });

    it('happens whole or not at all', async () => {
      const { store } = await opened(open);
      const { id: jobId } = await addJob(store);
      const [one, two] = [newBatch(1), newBatch(2)];
      await store.planBatches(jobId, [one, two]);
      await expect(store.planBatches(jobId, [newBatch(1), newBatch(1)])).rejects.toThrow();
      expect(await idsOf(store, jobId)).toEqual([one.id, two.id]);
    });

    it('for a job that is not there is an error', async () => {
      const { store } = await opened(open);
      await expect(store.planBatches('nobody', [newBatch(1)])).rejects.toThrow();
      expect(await store.batchesIn(['ready'])).toEqual([]);
    });
  });

  describe('moving a message batch', () => {
    it('sets what is given, leaves the rest, and gives the batch as it now is', async () => {
      const { store, reopen } = await opened(open);
      const { id: jobId } = await addJob(store);
      const planned = newBatch(1);
      await store.planBatches(jobId, [planned]);
      const intent = {
        attemptedAt: NOW,
        watermarkId: 'msgbatch_0',
        keyFingerprint: 'fp',
        notice: 'Sending.',
      };
      const sent = {
        remoteId: 'msgbatch_1',
        createdAt: NOW + 1,
        expiresAt: NOW + 2,
        endedAt: NOW + 3,
        counts: { processing: 1, succeeded: 2, errored: 3, canceled: 4, expired: 5 },
        dueAt: NOW + 4,
        isAdopted: true,
        candidates: [{ id: 'msgbatch_2', createdAt: NOW + 5 }],
        notice: null,
      };
      const submitting = await store.moveBatch(planned.id, {
        from: ['ready'],
        to: 'submitting',
        set: intent,
      });
      expect(submitting).toStrictEqual({ ...planned, jobId, ...NOT_SENT, ...intent, state: 'submitting' });
      const running = await store.moveBatch(planned.id, { from: ['submitting'], to: 'running', set: sent });
      expect(running).toStrictEqual({ ...submitting, ...sent, state: 'running' });
      expect(await (await reopen()).batchesOf(jobId)).toStrictEqual([running]);
    });

    it('is null and changes nothing when the batch is in none of the states, or not there', async () => {
      const { store } = await opened(open);
      const { id: jobId } = await addJob(store);
      const planned = newBatch(1);
      await store.planBatches(jobId, [planned]);
      const before = await store.batchesOf(jobId);
      const move = { from: ['submitting' as const], to: 'running' as const, set: { remoteId: 'msgbatch_1' } };
      expect(await store.moveBatch(planned.id, move)).toBeNull();
      expect(await store.moveBatch('nobody', move)).toBeNull();
      expect(await store.batchesOf(jobId)).toStrictEqual(before);
    });

    it('that does not stand in the table of moves is a rejected promise, for every pair of states', async () => {
      const { store } = await opened(open);
      for (const from of STATES) {
        for (const to of STATES) {
          const moving = store.moveBatch('nobody', { from: [from], to });
          if (BATCH_MOVES[from].includes(to)) await expect(moving).resolves.toBeNull();
          else await expect(moving).rejects.toThrow(`from ${from} to ${to}`);
        }
      }
      await expect(store.moveBatch('nobody', { from: [], to: 'running' })).rejects.toThrow('no state');
    });

    it('to submitting is won by exactly one of twenty senders', async () => {
      const { store } = await opened(open);
      const { id: jobId } = await addJob(store);
      const planned = newBatch(1);
      await store.planBatches(jobId, [planned]);
      const senders = Array.from({ length: 20 }, () =>
        store.moveBatch(planned.id, { from: ['ready'], to: 'submitting', set: { attemptedAt: NOW } }),
      );
      expect((await Promise.all(senders)).filter((batch) => batch !== null)).toHaveLength(1);
    });
  });

  describe('looking for message batches', () => {
    it('by state gives those of every job, each job’s in order', async () => {
      const { store } = await opened(open);
      const [one, other] = [await addJob(store, { id: 'a' }), await addJob(store, { id: 'b' })];
      const last = newBatch(1, { state: 'running' });
      await store.planBatches(other.id, [last, newBatch(2)]);
      const [second, first] = [newBatch(2, { state: 'ended' }), newBatch(1, { state: 'running' })];
      await store.planBatches(one.id, [second, first]);
      const found = await store.batchesIn(['running', 'ended']);
      expect(found.map(({ id }) => id)).toEqual([first.id, second.id, last.id]);
      expect(await store.batchesIn(['collected'])).toEqual([]);
      expect(await store.batchesIn([])).toEqual([]);
      expect(await store.batchesOf('nobody')).toEqual([]);
    });

    it('gives those of jobs in some states by job, in their order, and no others', async () => {
      const { store } = await opened(open);
      const [building, failed] = [await addJob(store), await addJob(store)];
      await store.planBatches(building.id, [newBatch(2), newBatch(1)]);
      await store.planBatches(failed.id, [newBatch(1)]);
      await store.moveJob(failed.id, { from: ['building'], to: 'failed' });
      const found = await store.batchesOfJobsIn(['building', 'running']);
      expect([...found.keys()]).toEqual([building.id]);
      expect(found.get(building.id)).toEqual(await store.batchesOf(building.id));
      expect(await store.batchesOfJobsIn([])).toEqual(new Map());
    });

    it('tells which remote ids it knows, each once, among more than one query holds', async () => {
      const { store } = await opened(open);
      for (const kind of ['file', 'watched'] as const) {
        const { id } = await addJob(store, { kind });
        await store.planBatches(id, [
          newBatch(1, { state: 'running', remoteId: 'msgbatch_700' }),
          newBatch(2),
        ]);
      }
      const asked = Array.from({ length: 1000 }, (_, index) => `msgbatch_${index}`);
      expect(await store.knownRemoteIds(asked)).toEqual(['msgbatch_700']);
      expect(await store.knownRemoteIds([])).toEqual([]);
    });
  });
}
