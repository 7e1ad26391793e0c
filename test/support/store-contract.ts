// What any store of control data has to pass, whatever database it stands on.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BatchState } from '../../src/core/batch.ts';
import type { Job, JobState, NewJob } from '../../src/core/job.ts';
import { defaultSettings } from '../../src/core/settings.ts';
import type { NewBatch, Store } from '../../src/ports/store.ts';

export interface OpenedStore {
  store: Store;
  /** Closes the store and opens it again on the same data. */
  reopen(): Promise<Store>;
  dispose(): Promise<void>;
}

let made = 0;

export function newJob(more: Partial<NewJob> = {}): NewJob {
  made += 1;
  return {
    id: `job${made}`,
    teamId: 'T1',
    kind: 'file',
    ownerId: 'U1',
    channelId: 'C1',
    threadTs: '1.1',
    source: { fileId: 'F1', name: 'a.csv', sizeBytes: 3, messageTs: '1.1' },
    settings: defaultSettings('claude-haiku-5-5'),
    createdAt: 1000 + made,
    onceKey: null,
    ...more,
  };
}

function newBatch(id: string, more: Partial<NewBatch> = {}): NewBatch {
  return {
    id,
    position: 1,
    state: 'ready',
    firstSeq: 1,
    lastSeq: 5,
    requests: 5,
    bodyBytes: 9_000_000_000,
    bodySha256: 'abc',
    remoteId: null,
    ...more,
  };
}

export function describeStore(name: string, open: () => Promise<OpenedStore>): void {
  describe(name, () => {
    let opened: OpenedStore;
    let store: Store;

    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(() => opened.dispose());

    async function job(more: Partial<NewJob> = {}): Promise<Job> {
      const created = await store.createJob(newJob(more));
      if (created === null) throw new Error('not created');
      return created;
    }

    async function jobIn(state: JobState): Promise<Job> {
      const ways: Partial<Record<JobState, JobState[]>> = {
        draft: ['draft'],
        submitting: ['draft', 'submitting'],
        running: ['draft', 'submitting', 'running'],
        done: ['running', 'done'],
        discarded: ['discarded'],
      };
      let current = await job();
      for (const to of ways[state] ?? [])
        current = (await store.moveJob(current.id, { from: [current.state], to })) ?? current;
      return current;
    }

    describe('events', () => {
      it('are stored once, and listed oldest first until they are finished', async () => {
        expect(await store.saveEvent({ id: 'E2', receivedAt: 2, body: '{"b":2}' })).toBe(true);
        expect(await store.saveEvent({ id: 'E1', receivedAt: 1, body: '{"a":1}' })).toBe(true);
        expect(await store.saveEvent({ id: 'E1', receivedAt: 9, body: 'again' })).toBe(false);
        expect(await store.unfinishedEvents()).toEqual([
          { id: 'E1', receivedAt: 1, body: '{"a":1}' },
          { id: 'E2', receivedAt: 2, body: '{"b":2}' },
        ]);
        await store.finishEvent('E1', 5);
        expect((await store.unfinishedEvents()).map(({ id }) => id)).toEqual(['E2']);
        expect(await store.saveEvent({ id: 'E1', receivedAt: 9, body: 'again' })).toBe(false);
      });

      it('are forgotten only when they were finished long ago', async () => {
        for (const id of ['E1', 'E2', 'E3']) await store.saveEvent({ id, receivedAt: 1, body: '{}' });
        await store.finishEvent('E1', 10);
        await store.finishEvent('E2', 20);
        await store.forgetEvents(20);
        expect(await store.saveEvent({ id: 'E1', receivedAt: 1, body: '{}' })).toBe(true);
        expect(await store.saveEvent({ id: 'E2', receivedAt: 1, body: '{}' })).toBe(false);
        expect(await store.saveEvent({ id: 'E3', receivedAt: 1, body: '{}' })).toBe(false);
      });

      it('saved by many at once are saved by one', async () => {
        const saved = await Promise.all(
          Array.from({ length: 20 }, () => store.saveEvent({ id: 'E1', receivedAt: 1, body: '{}' })),
        );
        expect(saved.filter(Boolean)).toHaveLength(1);
      });
    });

    describe('uploads', () => {
      const upload = {
        teamId: 'T1',
        channelId: 'C1',
        fileId: 'F1',
        userId: 'U1',
        name: 'a.csv',
        messageTs: null,
        threadTs: null,
        seenAt: 1,
      };
      it('learn their message later, and keep it', async () => {
        await store.noteUpload(upload);
        await store.noteUpload({ ...upload, messageTs: '5.5', threadTs: '5.0' });
        await store.noteUpload({ ...upload, messageTs: '6.6' });
        expect(await store.uploadsAt({ teamId: 'T1', channelId: 'C1', messageTs: '5.5' })).toEqual([
          { ...upload, messageTs: '5.5', threadTs: '5.0' },
        ]);
        expect(await store.uploadsAt({ teamId: 'T1', channelId: 'C1', messageTs: '6.6' })).toEqual([]);
      });
      it('are found newest first, by conversation and person', async () => {
        await store.noteUpload(upload);
        await store.noteUpload({ ...upload, fileId: 'F2', userId: 'U2', seenAt: 2 });
        await store.noteUpload({ ...upload, fileId: 'F3', channelId: 'C2', seenAt: 3 });
        const newest = async (userId: string | null) =>
          (await store.newestUpload({ teamId: 'T1', channelId: 'C1', userId }))?.fileId;
        expect([await newest(null), await newest('U1'), await newest('U9')]).toEqual(['F2', 'F1', undefined]);
      });
    });

    describe('jobs', () => {
      it('begin building, with consecutive numbers per workspace, however many come at once', async () => {
        const jobs = await Promise.all(
          Array.from({ length: 30 }, (_, index) => job({ teamId: index % 2 === 0 ? 'T1' : 'T2' })),
        );
        const numbers = (teamId: string) =>
          jobs
            .filter((one) => one.teamId === teamId)
            .map(({ number }) => number)
            .sort((a, b) => a - b);
        expect(numbers('T1')).toEqual(Array.from({ length: 15 }, (_, index) => index + 1));
        expect(numbers('T2')).toEqual(numbers('T1'));
        expect(new Set(jobs.map(({ state }) => state))).toEqual(new Set(['building']));
      });

      it('come back as they were given', async () => {
        const given = newJob();
        const created = await store.createJob(given);
        const { onceKey: _onceKey, ...fields } = given;
        expect(created).toEqual({
          ...fields,
          number: 1,
          state: 'building',
          revision: 1,
          submittedBy: null,
          report: null,
          notice: null,
          tally: null,
          submittedAt: null,
          endedAt: null,
        });
        expect(await store.job(given.id)).toEqual(created);
        expect(await store.jobByNumber('T1', 1)).toEqual(created);
        expect(await store.jobByNumber('T2', 1)).toBeNull();
        expect(await store.job('nobody')).toBeNull();
      });

      it('are made once for a once key, also when many try at once', async () => {
        const made = await Promise.all(
          Array.from({ length: 10 }, () => store.createJob(newJob({ onceKey: 'upload:C1:F1' }))),
        );
        expect(made.filter((one) => one !== null)).toHaveLength(1);
        expect((await store.jobByOnceKey('T1', 'upload:C1:F1'))?.number).toBe(1);
        expect(await store.createJob(newJob({ onceKey: 'upload:C1:F1', teamId: 'T2' }))).not.toBeNull();
      });

      it('move only from a state that is named, and from the revision that was seen', async () => {
        const draft = await jobIn('draft');
        expect(await store.moveJob(draft.id, { from: ['running'], to: 'done' })).toBeNull();
        expect(await store.moveJob(draft.id, { from: ['draft'], to: 'submitting', revision: 2 })).toBeNull();
        const moved = await store.moveJob(draft.id, {
          from: ['draft'],
          to: 'submitting',
          revision: 1,
          set: { submittedBy: 'U7', submittedAt: 77, notice: 'n', revision: 2 },
        });
        expect(moved).toMatchObject({
          state: 'submitting',
          submittedBy: 'U7',
          submittedAt: 77,
          notice: 'n',
          revision: 2,
        });
        expect(await store.job(draft.id)).toEqual(moved);
        expect(await store.moveJob('nobody', { from: ['draft'], to: 'submitting' })).toBeNull();
      });

      it('never make a move that is not allowed', async () => {
        const done = await jobIn('done');
        await expect(async () => store.moveJob(done.id, { from: ['done'], to: 'draft' })).rejects.toThrow(
          'cannot move',
        );
      });

      it('moved by twenty at once are moved by one', async () => {
        const draft = await jobIn('draft');
        const moved = await Promise.all(
          Array.from({ length: 20 }, (_, index) =>
            store.moveJob(draft.id, { from: ['draft'], to: 'submitting', set: { submittedBy: `U${index}` } }),
          ),
        );
        expect(moved.filter((one) => one !== null)).toHaveLength(1);
      });

      it('are listed by state, and by conversation or owner, newest first and without discarded ones', async () => {
        const here = await jobIn('draft');
        const mine = await job({ channelId: 'C9', ownerId: 'U5' });
        const theirs = await job({ channelId: 'C9', ownerId: 'U6' });
        const gone = await jobIn('discarded');
        const other = await job({ teamId: 'T2' });
        expect((await store.jobsIn(['building', 'draft'])).map(({ id }) => id).sort()).toEqual(
          [here.id, mine.id, theirs.id, other.id].sort(),
        );
        expect(await store.jobsIn([])).toEqual([]);
        const listed = await store.listJobs({ teamId: 'T1', channelId: 'C1', userId: 'U5', limit: 10 });
        expect(listed.map(({ id }) => id)).toEqual([mine.id, here.id]);
        expect(listed.map(({ id }) => id)).not.toContain(gone.id);
        expect(await store.listJobs({ teamId: 'T1', channelId: 'C1', userId: 'U5', limit: 1 })).toHaveLength(
          1,
        );
      });
    });

    describe('message batches', () => {
      async function batchIn(state: BatchState, remoteId: string | null = null): Promise<string> {
        const { id: jobId } = await job();
        const id = `b-${jobId}`;
        await store.planBatches(jobId, [newBatch(id)]);
        const ways: Partial<Record<BatchState, BatchState[]>> = {
          submitting: ['submitting'],
          running: ['submitting', 'running'],
        };
        for (const to of ways[state] ?? [])
          await store.moveBatch(id, {
            from: [to === 'submitting' ? 'ready' : 'submitting'],
            to,
            set: to === 'running' ? { remoteId } : {},
          });
        return id;
      }

      it('are planned, replaced while nothing of them was sent, and kept afterwards', async () => {
        const { id: jobId } = await job();
        await store.planBatches(jobId, [newBatch('x1'), newBatch('x2', { position: 2 })]);
        await store.planBatches(jobId, [newBatch('y1')]);
        expect((await store.batchesOf(jobId)).map(({ id }) => id)).toEqual(['y1']);
        await store.moveBatch('y1', { from: ['ready'], to: 'submitting' });
        await expect(store.planBatches(jobId, [newBatch('z1')])).rejects.toThrow();
        expect((await store.batchesOf(jobId)).map(({ id }) => id)).toEqual(['y1']);
      });

      it('come back with every field, large numbers too', async () => {
        const { id: jobId } = await job();
        await store.planBatches(jobId, [newBatch('x1')]);
        const counts = { processing: 1, succeeded: 2, errored: 3, canceled: 4, expired: 5 };
        const set = {
          keyFingerprint: 'k',
          watermarkId: 'w',
          attemptedAt: 1_764_000_000_000,
          createdAt: 2,
          expiresAt: 3,
          endedAt: 4,
          counts,
          notice: 'n',
          remoteId: 'msgbatch_1',
        };
        await store.moveBatch('x1', { from: ['ready'], to: 'submitting', set });
        expect(await store.batchesOf(jobId)).toEqual([
          { ...newBatch('x1'), jobId, ...set, state: 'submitting' },
        ]);
      });

      it('move only from a state that is named, and never where it is not allowed', async () => {
        const id = await batchIn('ready');
        expect(await store.moveBatch(id, { from: ['running'], to: 'ended' })).toBeNull();
        await expect(async () => store.moveBatch(id, { from: ['ready'], to: 'collected' })).rejects.toThrow(
          'cannot move',
        );
        const moved = await Promise.all(
          Array.from({ length: 10 }, () => store.moveBatch(id, { from: ['ready'], to: 'submitting' })),
        );
        expect(moved.filter((one) => one !== null)).toHaveLength(1);
      });

      it('are found by state and by Anthropic’s id', async () => {
        const id = await batchIn('running', 'msgbatch_9');
        await batchIn('ready');
        expect((await store.batchesIn(['running'])).map((batch) => batch.id)).toEqual([id]);
        expect(await store.knownRemoteIds(['msgbatch_8', 'msgbatch_9'])).toEqual(['msgbatch_9']);
        expect(
          await store.knownRemoteIds(Array.from({ length: 3000 }, (_, index) => `msgbatch_${index}`)),
        ).toEqual(['msgbatch_9']);
        expect((await store.jobByRemoteId('T1', 'msgbatch_9'))?.id).toBe(id.slice(2));
        expect(await store.jobByRemoteId('T2', 'msgbatch_9')).toBeNull();
      });

      it('belong to a job', async () => {
        await expect(store.planBatches('nobody', [newBatch('x1')])).rejects.toThrow();
      });
    });

    describe('owed messages', () => {
      it('are owed once, and keep what was last known of them', async () => {
        const { id: jobId } = await job();
        const owed = await store.oweMessage({ key: 'k1', jobId, kind: 'card', detail: null });
        expect(owed).toEqual({
          key: 'k1',
          jobId,
          kind: 'card',
          state: 'owed',
          attempts: 0,
          attemptedAt: null,
          dueAt: null,
          ts: null,
          fileIds: [],
          shownHash: null,
          shownAt: null,
          detail: null,
          error: null,
        });
        const set = {
          attempts: 2,
          attemptedAt: 3,
          dueAt: 4,
          ts: '5.5',
          fileIds: ['F1', 'F2'],
          shownHash: 'h',
          shownAt: 6,
          error: 'e',
        };
        const moved = await store.moveOwedMessage('k1', { from: ['owed'], to: 'posting', set });
        expect(moved).toEqual({ ...owed, ...set, state: 'posting' });
        expect(await store.oweMessage({ key: 'k1', jobId, kind: 'card', detail: 'other' })).toEqual(moved);
        expect(await store.moveOwedMessage('k1', { from: ['owed'], to: 'posted' })).toBeNull();
        expect(await store.owedMessage('k2')).toBeNull();
      });

      it('are found by job and by state', async () => {
        const one = await job();
        const two = await job();
        await store.oweMessage({ key: 'a', jobId: one.id, kind: 'card', detail: null });
        await store.oweMessage({ key: 'b', jobId: one.id, kind: 'results', detail: '{"formats":["csv"]}' });
        await store.oweMessage({ key: 'c', jobId: two.id, kind: 'closing', detail: null });
        await store.moveOwedMessage('c', { from: ['owed'], to: 'posted' });
        expect((await store.owedMessagesOf(one.id)).map(({ key }) => key)).toEqual(['a', 'b']);
        expect((await store.owedMessagesIn(['owed'])).map(({ key }) => key)).toEqual(['a', 'b']);
        expect((await store.owedMessagesIn(['posted', 'given-up'])).map(({ key }) => key)).toEqual(['c']);
      });
    });

    it('keeps everything when it is opened again', async () => {
      const running = await jobIn('running');
      await store.planBatches(running.id, [newBatch('x1')]);
      await store.oweMessage({ key: 'k', jobId: running.id, kind: 'card', detail: null });
      await store.saveEvent({ id: 'E1', receivedAt: 1, body: '{}' });
      store = await opened.reopen();
      expect(await store.job(running.id)).toEqual(running);
      expect(await store.batchesOf(running.id)).toHaveLength(1);
      expect(await store.owedMessage('k')).not.toBeNull();
      expect(await store.unfinishedEvents()).toHaveLength(1);
      expect((await store.createJob(newJob()))?.number).toBe(running.number + 1);
    });
  });
}
