// Contract: a job moves only as the table allows, and only from where it is.
import { describe, expect, it } from 'vitest';
import { JOB_MOVES, type JobState } from '../../../src/core/job/job.ts';
import type { JobMove } from '../../../src/ports/job-move.ts';
import { type OpenStore, opened } from './open.ts';
import { addDraft, addJob, NOW, REPORT, SETTINGS, TALLY } from './samples.ts';

const STATES = Object.keys(JOB_MOVES) as JobState[];

export function jobMoveContract(open: OpenStore): void {
  describe('moving a job', () => {
    it('sets what is given, leaves the rest, and gives the job as it now is', async () => {
      const { store, reopen } = await opened(open);
      const job = await addJob(store);
      const set = {
        settings: { ...SETTINGS, prompt: 'new' },
        report: REPORT,
        notice: 'Read.',
        tally: TALLY,
        submittedBy: 'U9',
        submittedAt: NOW + 1,
        endedAt: NOW + 2,
        revision: 7,
        threadTs: '9.9',
        approvals: [
          {
            attempt: 1,
            askedBy: 'U9',
            askedAt: NOW,
            expiresAt: NOW + 9,
            priceMicros: 20,
            limitMicros: 10,
            approvers: ['U8'],
            decision: { verdict: 'rejected' as const, by: 'U8', at: NOW + 1, reason: 'no' },
          },
        ],
      };
      const moved = await store.moveJob(job.id, { from: ['building'], to: 'draft', set });
      expect(moved).toStrictEqual({ ...job, state: 'draft', ...set });
      const again = await reopen();
      expect(await again.job(job.id)).toStrictEqual(moved);
      const next = await again.moveJob(job.id, { from: ['draft'], to: 'submitting' });
      expect(next).toStrictEqual({ ...moved, state: 'submitting' });
    });

    it('can empty what may be empty', async () => {
      const { store } = await opened(open);
      const draft = await addDraft(store);
      const set = {
        report: null,
        notice: null,
        tally: null,
        submittedBy: null,
        submittedAt: null,
        threadTs: null,
      };
      expect(await store.moveJob(draft.id, { from: ['draft'], to: 'building', set })).toStrictEqual({
        ...draft,
        state: 'building',
        ...set,
      });
    });

    it('touches no other job', async () => {
      const { store } = await opened(open);
      const [one, other] = [await addJob(store), await addJob(store)];
      await store.moveJob(one.id, { from: ['building'], to: 'failed', set: { notice: 'No.' } });
      expect(await store.job(other.id)).toStrictEqual(other);
    });

    it('is null and changes nothing when the job is in none of the states, or not there', async () => {
      const { store } = await opened(open);
      const job = await addJob(store);
      const move: JobMove = { from: ['draft', 'failed'], to: 'discarded', set: { notice: 'Gone.' } };
      expect(await store.moveJob(job.id, move)).toBeNull();
      expect(await store.job(job.id)).toStrictEqual(job);
      expect(await store.moveJob('nobody', move)).toBeNull();
    });

    it('is null and changes nothing when the revision is another', async () => {
      const { store } = await opened(open);
      const draft = await addDraft(store);
      expect(await store.moveJob(draft.id, { from: ['draft'], to: 'submitting', revision: 2 })).toBeNull();
      expect(await store.job(draft.id)).toStrictEqual(draft);
      const moved = await store.moveJob(draft.id, { from: ['draft'], to: 'submitting', revision: 1 });
      expect(moved?.state).toBe('submitting');
    });

    it('that does not stand in the table of moves is a rejected promise, for every pair of states', async () => {
      const { store } = await opened(open);
      for (const from of STATES) {
        for (const to of STATES) {
          const moving = store.moveJob('nobody', { from: [from], to });
          if (JOB_MOVES[from].includes(to)) await expect(moving).resolves.toBeNull();
          else await expect(moving).rejects.toThrow(`from ${from} to ${to}`);
        }
      }
    });

    it('is refused as a whole when one of its states may not move there, or when it names none', async () => {
      const { store } = await opened(open);
      const job = await addJob(store);
      await expect(store.moveJob(job.id, { from: ['building', 'done'], to: 'draft' })).rejects.toThrow(
        'done',
      );
      await expect(store.moveJob(job.id, { from: [], to: 'draft' })).rejects.toThrow('no state');
      expect((await store.job(job.id))?.state).toBe('building');
    });

    it('is won by exactly one of twenty who press Submit at once', async () => {
      const { store } = await opened(open);
      const draft = await addDraft(store);
      const presses = Array.from({ length: 20 }, (_, index) =>
        store.moveJob(draft.id, {
          from: ['draft'],
          to: 'submitting',
          revision: draft.revision,
          set: { submittedBy: `U${index}` },
        }),
      );
      const won = (await Promise.all(presses)).filter((job) => job !== null);
      expect(won).toHaveLength(1);
      expect(await store.job(draft.id)).toStrictEqual(won[0]);
    });
  });
}
