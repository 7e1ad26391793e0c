// Contract: an event is stored once, handled, and forgotten.
import { describe, expect, it } from 'vitest';
import { type OpenStore, opened } from './open.ts';
import { NOW } from './samples.ts';

const EVENT = { id: 'Ev1', receivedAt: NOW, body: '{"text":"“日本”"}' };

export function eventContract(open: OpenStore): void {
  describe('an event', () => {
    it('is stored once, however many deliveries come at once, and the first body stays', async () => {
      const { store, reopen } = await opened(open);
      const saved = await Promise.all(Array.from({ length: 20 }, () => store.saveEvent(EVENT)));
      expect(saved.filter((isNew) => isNew)).toHaveLength(1);
      expect(await store.saveEvent({ ...EVENT, receivedAt: 1, body: 'other' })).toBe(false);
      expect(await store.unfinishedEvents()).toStrictEqual([EVENT]);
      expect(await (await reopen()).unfinishedEvents()).toStrictEqual([EVENT]);
    });

    it('waits in the order of its arrival', async () => {
      const { store } = await opened(open);
      for (const [id, receivedAt] of [
        ['c', 2],
        ['a', 3],
        ['b', 1],
      ] as const)
        await store.saveEvent({ id, receivedAt, body: '' });
      expect((await store.unfinishedEvents()).map(({ id }) => id)).toEqual(['b', 'c', 'a']);
    });

    it('that was handled does not wait, and its redelivery is known', async () => {
      const { store } = await opened(open);
      await store.saveEvent(EVENT);
      await store.saveEvent({ ...EVENT, id: 'Ev2' });
      await store.finishEvent('Ev1', NOW);
      await store.finishEvent('nobody', NOW);
      expect((await store.unfinishedEvents()).map(({ id }) => id)).toEqual(['Ev2']);
      expect(await store.saveEvent(EVENT)).toBe(false);
    });

    it('is forgotten some time after it was handled, counted from the first time; one that waits is not', async () => {
      const { store } = await opened(open);
      for (const id of ['old', 'edge', 'waits']) await store.saveEvent({ ...EVENT, id, receivedAt: 1 });
      await store.finishEvent('old', NOW - 1);
      await store.finishEvent('old', NOW + 9);
      await store.finishEvent('edge', NOW);
      await store.forgetEvents(NOW);
      await store.forgetEvents(NOW);
      expect(await store.saveEvent({ ...EVENT, id: 'edge' })).toBe(false);
      expect(await store.saveEvent({ ...EVENT, id: 'waits' })).toBe(false);
      expect(await store.saveEvent({ ...EVENT, id: 'old' })).toBe(true);
    });
  });
}
