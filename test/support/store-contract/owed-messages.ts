// Contract: messages owed to conversations.
import { describe, expect, it } from 'vitest';
import { stateKey } from '../../../src/core/job/job.ts';
import { type OpenStore, opened } from './open.ts';
import { addDraft, addJob, NOW } from './samples.ts';

const NOT_POSTED = {
  state: 'owed',
  attempts: 0,
  attemptedAt: null,
  dueAt: null,
  ts: null,
  fileIds: [],
  shownHash: null,
  shownAt: null,
  error: null,
};

export function owedMessageContract(open: OpenStore): void {
  describe('a message owed', () => {
    it('is owed once, however often it is asked for, also after reopening', async () => {
      const { store, reopen } = await opened(open);
      const { id: jobId } = await addJob(store);
      const message = {
        key: `${jobId}:results:1`,
        jobId,
        kind: 'results' as const,
        detail: '{"format":"csv"}',
      };
      const asked = await Promise.all(Array.from({ length: 20 }, () => store.oweMessage(message)));
      const expected = { ...message, ...NOT_POSTED };
      for (const stored of asked) expect(stored).toStrictEqual(expected);
      const again = await reopen();
      expect(await again.owedMessagesOf(jobId)).toStrictEqual([expected]);
    });

    it('that is a posted card of another state or revision of its job is found, and no other', async () => {
      const { store } = await opened(open);
      const [right, old, unposted, next] = await Promise.all([1, 2, 3, 4].map(() => addJob(store)));
      if (!right || !old || !unposted || !next) throw new Error('There are no jobs.');
      const shown = [
        [right, `${stateKey(right)}|abc`],
        [old, `draft${old.revision}|abc`],
        [next, `${stateKey(next)}7|abc`],
      ] as const;
      for (const { id: jobId } of [right, old, unposted, next])
        await store.oweMessage({ key: `${jobId}:card`, jobId, kind: 'card', detail: null });
      for (const [{ id }, shownHash] of shown) {
        await store.moveOwedMessage(`${id}:card`, { from: ['owed'], to: 'posted', set: { shownHash } });
      }
      const stale = new Set(await store.jobsWithStaleCards());
      expect([right, old, unposted, next].map(({ id }) => stale.has(id))).toEqual([false, true, false, true]);
    });

    it('that is no card yet is missed, of every job that people should see by now', async () => {
      const { store } = await opened(open);
      const [building, draft, discarded] = await Promise.all([1, 2, 3].map(() => addJob(store)));
      if (!building || !draft || !discarded) throw new Error('There are no jobs.');
      for (const { id } of [draft, discarded]) await store.moveJob(id, { from: ['building'], to: 'draft' });
      await store.moveJob(discarded.id, { from: ['draft'], to: 'discarded' });
      expect(await store.jobsWithStaleCards()).toEqual([draft.id]);
      await store.oweMessage({
        key: `${draft.id}:results:1`,
        jobId: draft.id,
        kind: 'results',
        detail: null,
      });
      expect(await store.jobsWithStaleCards()).toEqual([draft.id]);
      await store.oweMessage({ key: `${draft.id}:card`, jobId: draft.id, kind: 'card', detail: null });
      expect(await store.jobsWithStaleCards()).toEqual([]);
    });

    it('is stale as well where it asks for an approval that the job waits for no more', async () => {
      const { store } = await opened(open);
      const job = await addDraft(store);
      for (const kind of ['card', 'approval'] as const) {
        const { key } = await store.oweMessage({
          key: `${job.id}:${kind}`,
          jobId: job.id,
          kind,
          detail: null,
        });
        const shownHash = kind === 'card' ? 'needs-approval1|x' : 'pending|x';
        await store.moveOwedMessage(key, { from: ['owed'], to: 'posting', set: {} });
        await store.moveOwedMessage(key, { from: ['posting'], to: 'posted', set: { ts: '1.0', shownHash } });
      }
      await store.moveJob(job.id, { from: ['draft'], to: 'needs-approval' });
      expect(await store.jobsWithStaleCards()).toEqual([]);
      await store.moveJob(job.id, { from: ['needs-approval'], to: 'draft' });
      const shownHash = 'draft1|x';
      await store.moveOwedMessage(`${job.id}:card`, { from: ['posted'], to: 'posted', set: { shownHash } });
      expect(await store.jobsWithStaleCards()).toEqual([job.id]);
      await store.moveOwedMessage(`${job.id}:approval`, {
        from: ['posted'],
        to: 'posted',
        set: { shownHash: 'rejected|x' },
      });
      expect(await store.jobsWithStaleCards()).toEqual([]);
    });

    it('that is asked for again is given as it now is, not owed anew', async () => {
      const { store } = await opened(open);
      const { id: jobId } = await addJob(store);
      const card = { key: `${jobId}:card`, jobId, kind: 'card' as const, detail: null };
      await store.oweMessage(card);
      const posted = await store.moveOwedMessage(card.key, {
        from: ['owed'],
        to: 'posted',
        set: { ts: '1.2' },
      });
      expect(await store.oweMessage({ ...card, detail: 'other' })).toStrictEqual(posted);
      expect(posted).toMatchObject({ state: 'posted', ts: '1.2', detail: null });
    });

    it('moves with what is set, leaves the rest, and is given as it now is', async () => {
      const { store, reopen } = await opened(open);
      const { id: jobId } = await addJob(store);
      const key = `${jobId}:closing`;
      const owed = await store.oweMessage({ key, jobId, kind: 'closing', detail: null });
      const set = {
        attempts: 2,
        attemptedAt: NOW + 1,
        dueAt: NOW + 2,
        ts: '3.4',
        fileIds: ['F1', 'F2'],
        shownHash: 'abc',
        shownAt: NOW + 3,
        detail: '{"a":1}',
        error: 'channel_not_found',
      };
      const posting = await store.moveOwedMessage(key, { from: ['owed', 'posting'], to: 'posting', set });
      expect(posting).toStrictEqual({ ...owed, ...set, state: 'posting' });
      const again = await reopen();
      expect(await again.owedMessage(key)).toStrictEqual(posting);
      const posted = await again.moveOwedMessage(key, {
        from: ['posting'],
        to: 'posted',
        set: { error: null },
      });
      expect(posted).toStrictEqual({ ...posting, state: 'posted', error: null });
    });

    it('does not move when it is in none of the states, or not there; a move without states is an error', async () => {
      const { store } = await opened(open);
      const { id: jobId } = await addJob(store);
      const owed = await store.oweMessage({ key: 'k', jobId, kind: 'card', detail: null });
      const move = { from: ['posting' as const], to: 'posted' as const, set: { ts: '1.2' } };
      expect(await store.moveOwedMessage('k', move)).toBeNull();
      expect(await store.moveOwedMessage('nobody', move)).toBeNull();
      expect(await store.owedMessage('k')).toStrictEqual(owed);
      await expect(store.moveOwedMessage('k', { from: [], to: 'posted' })).rejects.toThrow('no state');
    });

    it('is posted by exactly one of twenty', async () => {
      const { store } = await opened(open);
      const { id: jobId } = await addJob(store);
      await store.oweMessage({ key: 'k', jobId, kind: 'card', detail: null });
      const posts = Array.from({ length: 20 }, () =>
        store.moveOwedMessage('k', { from: ['owed'], to: 'posting' }),
      );
      expect((await Promise.all(posts)).filter((message) => message !== null)).toHaveLength(1);
    });

    it('is found by key, by job and by state, in the order of the keys', async () => {
      const { store } = await opened(open);
      const [one, other] = [await addJob(store), await addJob(store)];
      const b = await store.oweMessage({ key: 'b', jobId: one.id, kind: 'card', detail: null });
      const a = await store.oweMessage({ key: 'a', jobId: one.id, kind: 'closing', detail: null });
      const c = await store.oweMessage({ key: 'c', jobId: other.id, kind: 'card', detail: null });
      expect(await store.owedMessage('b')).toStrictEqual(b);
      expect(await store.owedMessage('nobody')).toBeNull();
      expect(await store.owedMessagesOf(one.id)).toStrictEqual([a, b]);
      expect(await store.owedMessagesOf('nobody')).toEqual([]);
      await store.moveOwedMessage('b', { from: ['owed'], to: 'given-up' });
      expect(await store.owedMessagesIn(['owed', 'posting'])).toStrictEqual([a, c]);
      expect(await store.owedMessagesIn([])).toEqual([]);
    });

    it('for a job that is not there is an error', async () => {
      const { store } = await opened(open);
      await expect(
        store.oweMessage({ key: 'k', jobId: 'nobody', kind: 'card', detail: null }),
      ).rejects.toThrow();
      expect(await store.owedMessage('k')).toBeNull();
    });
  });
}
