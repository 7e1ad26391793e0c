// Contract: a revision of a draft has one trial, and a row of it is in one state at a time.
import { expect, it } from 'vitest';
import type { Job } from '../../../src/core/job/job.ts';
import { batchCharge } from '../../../src/core/money/charge.ts';
import type { NewTrialRow } from '../../../src/ports/ledger.ts';
import type { Store } from '../../../src/ports/store.ts';
import { type OpenStore, opened } from './open.ts';
import { addJob, NOW } from './samples.ts';

const MONTH = new Date(NOW).toISOString().slice(0, 7);

function row(jobId: string, revision: number, seq: number, round = 1): NewTrialRow {
  return {
    jobId,
    revision,
    seq,
    round,
    askedBy: `U${round}`,
    preview: { line: seq + 1, file: null, prompt: `Row ${seq}` },
  };
}

/** Begins a round; its charge is named after its rows. */
async function begin(store: Store, job: Job, rows: NewTrialRow[], micros = 5) {
  const [first] = rows;
  const key = `${job.id}:trial:${first?.revision}:${first?.round}`;
  return store.ledger.reserveTrial(
    { ...batchCharge(job, { attempt: 1, by: 'U1', model: 'm', micros, now: NOW }), id: key },
    { rows, message: { key, jobId: job.id, kind: 'trial', detail: null } },
  );
}

const reservedOf = async (store: Store) =>
  (await store.ledger.charges({ teamId: 'T1', month: MONTH, personId: null })).map((one) => one.id);

export function trialContract(open: OpenStore): void {
  it('a row of a revision is planned once, also by many at once', async () => {
    const { store, reopen } = await opened(open);
    const job = await addJob(store);
    const { id } = job;
    const tries = await Promise.all([1, 2, 3].map(() => begin(store, job, [row(id, 1, 1), row(id, 1, 11)])));
    expect(tries.filter(({ isPlanned }) => isPlanned)).toHaveLength(1);
    expect((await begin(store, job, [row(id, 2, 1)])).isPlanned).toBe(true);
    expect((await begin(store, job, [])).isPlanned).toBe(false);
    const again = await reopen();
    expect(await again.trialRows({ jobId: id, revision: 1 })).toHaveLength(2);
    expect(await again.trialRows({ jobId: id, revision: 2 })).toStrictEqual([
      { ...row(id, 2, 1), state: 'planned', askedAt: null, answer: null, failure: null },
    ]);
    expect(await again.trialRows({ jobId: 'nobody', revision: 1 })).toEqual([]);
  });

  it('a round is reserved, planned and owed together, or nothing of it is', async () => {
    const { store } = await opened(open);
    const job = await addJob(store);
    const { id } = job;
    await begin(store, job, [row(id, 1, 1), row(id, 1, 2)]);
    const first = `${id}:trial:1:1`;
    expect(await reservedOf(store)).toEqual([first]);
    expect((await store.owedMessage(first))?.kind).toBe('trial');
    // Row 2 was refused and may be asked again; row 1 may not.
    for (const [seq, to] of [
      [1, 'answered'],
      [2, 'refused'],
    ] as const)
      await store.moveTrialRow({ jobId: id, revision: 1, seq }, { from: ['planned'], to });
    const both = await begin(store, job, [row(id, 1, 2, 2), row(id, 1, 1, 2)]);
    expect(both).toMatchObject({ over: null, isPlanned: false });
    const states = async () => (await store.trialRows({ jobId: id, revision: 1 })).map((one) => one.state);
    expect([await reservedOf(store), await states()]).toEqual([[first], ['answered', 'refused']]);
    expect(await store.owedMessage(`${id}:trial:1:2`)).toBeNull();
    await store.ledger.saveBudget({
      teamId: 'T1',
      scope: 'workspace',
      subjectId: '',
      limitMicros: 9,
      setBy: 'U0',
      setAt: NOW,
    });
    expect((await begin(store, job, [row(id, 1, 2, 2)])).over).toMatchObject({ usedMicros: 5 });
    expect([await reservedOf(store), await states()]).toEqual([[first], ['answered', 'refused']]);
    expect((await begin(store, job, [row(id, 1, 2, 2)], 4)).isPlanned).toBe(true);
    expect((await store.trialRows({ jobId: id, revision: 1 }))[1]).toMatchObject({
      state: 'planned',
      round: 2,
      askedBy: 'U2',
    });
  });

  it('a row of a trial moves only from the states that are named, and keeps everything', async () => {
    const { store } = await opened(open);
    const job = await addJob(store);
    const { id } = job;
    await begin(store, job, [row(id, 1, 1), row(id, 1, 2)]);
    const one = { jobId: id, revision: 1, seq: 1 };
    const answer = {
      text: 'Hi “Ann”\n',
      model: 'm',
      stopReason: 'end_turn',
      inputTokens: 3,
      outputTokens: 4,
      costMicros: null,
    };
    const failure = { message: 'No.', next: 'Ask again.' };
    const asking = await store.moveTrialRow(one, { from: ['planned'], to: 'asking', set: { askedAt: NOW } });
    expect(asking).toMatchObject({ state: 'asking', askedAt: NOW, askedBy: 'U1' });
    expect(await store.moveTrialRow(one, { from: ['planned'], to: 'asking' })).toBeNull();
    await store.moveTrialRow(one, {
      from: ['asking'],
      to: 'answered',
      set: { answer, failure, round: 2, askedBy: 'U2' },
    });
    const [first, second] = await store.trialRows({ jobId: id, revision: 1 });
    expect(first).toStrictEqual({
      ...row(id, 1, 1),
      state: 'answered',
      round: 2,
      askedBy: 'U2',
      askedAt: NOW,
      answer,
      failure,
    });
    expect(second?.state).toBe('planned');
  });
}
