// What a store keeps of schedules.
import { describe, expect, it } from 'vitest';
import { recipeSettings } from '../../../src/core/recipe/recipe.ts';
import type { NewSchedule } from '../../../src/core/schedule/schedule.ts';
import { type OpenStore, opened } from './open.ts';
import { NOW, SETTINGS } from './samples.ts';

let made = 0;

function schedule(overrides: Partial<NewSchedule> = {}): NewSchedule {
  made += 1;
  return {
    id: `schedule${made}`,
    teamId: 'T1',
    channelId: 'C1',
    recipe: 'texts',
    settings: recipeSettings(SETTINGS),
    recipeChannelId: '',
    source: { kind: 'database', name: 'reviews' },
    cron: '0 7 * * 1',
    timezone: 'Europe/Berlin',
    upToMicros: 5_000_000_000,
    createdBy: 'U1',
    createdAt: NOW,
    nextAt: NOW + 100,
    ...overrides,
  };
}

const FRESH = { isPaused: false, lastAt: null, firstAt: null, lastFileId: null, openJobId: null, missed: 0 };

export function scheduleContract(open: OpenStore): void {
  describe('a schedule', () => {
    it('is given back exactly, with a number of its own in its workspace', async () => {
      const { store, reopen } = await opened(open);
      const given = schedule();
      expect(await store.schedules.create(given)).toStrictEqual({ ...given, ...FRESH, number: 1 });
      const others = await Promise.all([1, 2, 3].map(() => store.schedules.create(schedule())));
      expect(others.map(({ number }) => number).sort()).toEqual([2, 3, 4]);
      expect((await store.schedules.create(schedule({ teamId: 'T2' }))).number).toBe(1);
      const again = await reopen();
      expect(await again.schedules.byNumber('T1', 1)).toStrictEqual({ ...given, ...FRESH, number: 1 });
      expect(await again.schedules.byNumber('T1', 9)).toBeNull();
    });

    it('is listed by its place, and due when its time has come and it is not paused', async () => {
      const { store } = await opened(open);
      const here = await store.schedules.create(schedule());
      const later = await store.schedules.create(schedule({ nextAt: NOW + 101, channelId: 'C2' }));
      const paused = await store.schedules.create(schedule());
      await store.schedules.change(paused.id, null, { isPaused: true });
      const ids = async (list: Promise<{ id: string }[]>) => (await list).map(({ id }) => id);
      expect(await ids(store.schedules.list({ teamId: 'T1', channelId: 'C1' }))).toEqual([
        here.id,
        paused.id,
      ]);
      expect(await ids(store.schedules.list({ teamId: 'T1', channelId: null }))).toEqual([
        here.id,
        later.id,
        paused.id,
      ]);
      expect(await ids(store.schedules.due(NOW + 99))).toEqual([]);
      expect(await ids(store.schedules.due(NOW + 100))).toEqual([here.id]);
      await store.schedules.remove(here.id);
      expect(await ids(store.schedules.due(NOW + 100))).toEqual([]);
    });

    it('runs once for a time, whoever is first, and has an open job until it is decided about', async () => {
      const { store } = await opened(open);
      const { id, nextAt } = await store.schedules.create(schedule());
      const set = { nextAt: nextAt + 7, openJobId: 'job1', lastAt: nextAt, lastFileId: 'F1', missed: 2 };
      const claims = await Promise.all([1, 2].map(() => store.schedules.change(id, { nextAt }, set)));
      expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
      expect(await store.schedules.open()).toMatchObject([{ id, ...set }]);
      await store.schedules.change(id, null, { openJobId: null, missed: 0 });
      expect(await store.schedules.open()).toEqual([]);
    });
  });
}
