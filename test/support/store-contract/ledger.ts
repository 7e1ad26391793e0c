// Contract: charges are reserved, settled and released once, and together with the move of their job.
import { describe, expect, it } from 'vitest';
import type { Job } from '../../../src/core/job/job.ts';
import type { Budget } from '../../../src/core/money/budget.ts';
import { batchCharge, type NewCharge } from '../../../src/core/money/charge.ts';
import type { JobMove } from '../../../src/ports/job-move.ts';
import { type OpenStore, opened } from './open.ts';
import { addDraft, NOW } from './samples.ts';

const MONTH = new Date(NOW).toISOString().slice(0, 7);
const SUBMIT: JobMove = { from: ['draft'], to: 'submitting', set: { submittedBy: 'U9' } };
const BACK: JobMove = { from: ['submitting'], to: 'draft', set: { submittedBy: null } };

function charge(job: Job, micros: number, by = 'U9'): NewCharge {
  return batchCharge(job, { attempt: 1, by, model: 'claude-sample', micros, now: NOW });
}

function budget(changes: Partial<Budget> = {}): Budget {
  const limitMicros = 100_000_000;
  return {
    teamId: 'T1',
    scope: 'workspace',
    subjectId: '',
    limitMicros,
    setBy: 'U0',
    setAt: NOW,
    ...changes,
  };
}

export function ledgerContract(open: OpenStore): void {
  describe('the ledger', () => {
    it('reserves with the move, settles once with the end, and keeps every field', async () => {
      const { store, reopen } = await opened(open);
      const job = await addDraft(store);
      const reserved = charge(job, 3_000_000_000);
      const { job: submitted } = await store.ledger.reserve(reserved, SUBMIT);
      expect(submitted).toMatchObject({ state: 'submitting', submittedBy: 'U9' });
      const open_ = { ...reserved, settledMicros: null, settledAt: null };
      const where = { teamId: 'T1', month: MONTH, personId: null };
      expect(await store.ledger.charges(where)).toStrictEqual([open_]);
      const done: JobMove = { from: ['submitting'], to: 'done' };
      expect((await store.ledger.settle(reserved, 2_900_000_001, NOW + 5, done))?.state).toBe('done');
      await store.ledger.settle(reserved, 1, NOW + 6, null);
      const again = await reopen();
      expect(await again.ledger.charges(where)).toStrictEqual([
        { ...open_, settledMicros: 2_900_000_001, settledAt: NOW + 5 },
      ]);
    });

    it('changes nothing when the job cannot be moved', async () => {
      const { store } = await opened(open);
      const job = await addDraft(store);
      const where = { teamId: 'T1', month: MONTH, personId: null };
      const move = { ...SUBMIT, revision: job.revision + 1 };
      expect(await store.ledger.reserve(charge(job, 5), move)).toMatchObject({ over: null, job: null });
      expect(await store.ledger.charges(where)).toEqual([]);
      await store.ledger.reserve(charge(job, 5), SUBMIT);
      const early: JobMove = { from: ['running'], to: 'done' };
      expect(await store.ledger.settle(charge(job, 5), 4, NOW, early)).toBeNull();
      expect((await store.ledger.charges(where))[0]?.settledMicros).toBeNull();
    });

    it('releases what was not bought, and never what was settled', async () => {
      const { store } = await opened(open);
      const where = { teamId: 'T1', month: MONTH, personId: null };
      const job = await addDraft(store);
      await store.ledger.reserve(charge(job, 5), SUBMIT);
      expect((await store.ledger.takeBack(charge(job, 5), BACK))?.state).toBe('draft');
      expect(await store.ledger.charges(where)).toEqual([]);
      await store.ledger.reserve(charge(job, 6), SUBMIT);
      await store.ledger.settle(charge(job, 6), null, NOW, null);
      await store.ledger.takeBack(charge(job, 6), null);
      expect((await store.ledger.charges(where)).map(({ settledMicros }) => settledMicros)).toEqual([6]);
    });

    it('lists one month and one person', async () => {
      const { store } = await opened(open);
      const [first, second] = [await addDraft(store), await addDraft(store)];
      await store.ledger.reserve(charge(first, 1, 'U1'), null);
      await store.ledger.reserve(charge(second, 2, 'U2'), null);
      const of = async (where: { month: string; personId: string | null; teamId: string }) =>
        (await store.ledger.charges(where)).map(({ personId }) => personId);
      expect(await of({ teamId: 'T1', month: MONTH, personId: null })).toEqual(['U1', 'U2']);
      expect(await of({ teamId: 'T1', month: MONTH, personId: 'U2' })).toEqual(['U2']);
      expect(await of({ teamId: 'T1', month: '2001-01', personId: null })).toEqual([]);
      expect(await of({ teamId: 'T2', month: MONTH, personId: null })).toEqual([]);
    });

    it('keeps one budget for each subject, until it is removed', async () => {
      const { store } = await opened(open);
      await store.ledger.saveBudget(budget());
      await store.ledger.saveBudget(budget({ limitMicros: 5_000_000_000, setBy: 'U7', setAt: NOW + 1 }));
      await store.ledger.saveBudget(budget({ scope: 'channel', subjectId: 'C1' }));
      await store.ledger.saveBudget(budget({ scope: 'person', subjectId: 'U9' }));
      const all = await store.ledger.standings({ teamId: 'T1', month: MONTH });
      expect(all.map((one) => one.budget)).toStrictEqual([
        budget({ limitMicros: 5_000_000_000, setBy: 'U7', setAt: NOW + 1 }),
        budget({ scope: 'person', subjectId: 'U9' }),
        budget({ scope: 'channel', subjectId: 'C1' }),
      ]);
      expect(await store.ledger.removeBudget(budget())).toBe(true);
      expect(await store.ledger.removeBudget(budget())).toBe(false);
      expect(await store.ledger.standings({ teamId: 'T2', month: MONTH })).toEqual([]);
    });

    it.each([
      ['workspace', ''],
      ['channel', 'C1'],
      ['person', 'U9'],
    ] as const)('refuses what would overdraw the budget of a %s, and only that', async (scope, subjectId) => {
      const { store } = await opened(open);
      const jobs = [await addDraft(store), await addDraft(store), await addDraft(store)];
      await store.ledger.saveBudget(budget({ scope, subjectId, limitMicros: 100 }));
      const [one, two, three] = jobs as [Job, Job, Job];
      await store.ledger.reserve(charge(one, 60), SUBMIT);
      const refused = await store.ledger.reserve(charge(two, 41), SUBMIT);
      expect(refused).toMatchObject({ over: { usedMicros: 60, budget: { scope } }, job: null });
      expect((await store.job(two.id))?.state).toBe('draft');
      expect((await store.ledger.reserve(charge(two, 40), SUBMIT)).job?.state).toBe('submitting');
      // Settled for less: the rest is free again. Another team, channel and person has nothing to do with it.
      await store.ledger.settle(charge(one, 60), 10, NOW, null);
      expect((await store.ledger.reserve(charge(three, 50), SUBMIT)).job?.state).toBe('submitting');
      const elsewhere = { ...charge(one, 1000, 'U2'), id: 'other', teamId: 'T2', channelId: 'C2' };
      expect((await store.ledger.reserve(elsewhere, null)).over).toBeNull();
    });

    it('knows what the trials of a job cost, settled or not yet', async () => {
      const { store } = await opened(open);
      const [one, two] = [await addDraft(store), await addDraft(store)];
      const tried = (id: string, micros: number) => ({ ...charge(one, micros), id, kind: 'try' as const });
      await store.ledger.reserve(tried('a', 60), null);
      await store.ledger.reserve(tried('b', 50), null);
      await store.ledger.settle(tried('b', 50), 7, NOW, null);
      await store.ledger.reserve(charge(one, 900), SUBMIT);
      expect(await store.ledger.triedMicros(one.id)).toBe(67);
      expect(await store.ledger.triedMicros(two.id)).toBe(0);
    });

    it('never reserves more than a budget has, however many submit at once', async () => {
      const { store } = await opened(open);
      await store.ledger.saveBudget(budget());
      const jobs: Job[] = [];
      for (let n = 0; n < 200; n++) jobs.push(await addDraft(store));
      const price = (n: number) => 700_000 + (n % 7) * 100_000;
      const made = await Promise.all(
        jobs.map((job, n) => store.ledger.reserve(charge(job, price(n)), SUBMIT)),
      );
      const [standing] = await store.ledger.standings({ teamId: 'T1', month: MONTH });
      expect(standing?.usedMicros).toBeLessThanOrEqual(100_000_000);
      // As full as it gets: not even the cheapest that was refused would have fitted.
      expect(standing?.usedMicros).toBeGreaterThan(100_000_000 - 700_000);
      const submitted = (await store.jobsIn(['submitting'])).length;
      expect(made.filter(({ job }) => job !== null)).toHaveLength(submitted);
      expect(submitted).toBeLessThan(200);
    });
  });
}
