// Contract: a revision of a draft has one trial, and a row of it is in one state at a time.
import { expect, it } from 'vitest';
import type { NewTrialRow } from '../../../src/ports/store.ts';
import { type OpenStore, opened } from './open.ts';
import { addJob, NOW } from './samples.ts';

function row(jobId: string, revision: number, seq: number): NewTrialRow {
  return {
    jobId,
    revision,
    seq,
    askedBy: 'U1',
    preview: { line: seq + 1, file: null, prompt: `Row ${seq}` },
  };
}

export function trialContract(open: OpenStore): void {
  it('a revision of a draft is planned once, also by many at once', async () => {
    const { store, reopen } = await opened(open);
    const { id } = await addJob(store);
    const tries = await Promise.all(
      [1, 2, 3].map((seq) => store.planTrial([row(id, 1, seq), row(id, 1, seq + 10)])),
    );
    expect(tries.filter(Boolean)).toHaveLength(1);
    expect(await store.planTrial([row(id, 2, 1)])).toBe(true);
    expect(await store.planTrial([])).toBe(false);
    const again = await reopen();
    expect(await again.trialRows({ jobId: id, revision: 1 })).toHaveLength(2);
    expect(await again.trialRows({ jobId: id, revision: 2 })).toStrictEqual([
      { ...row(id, 2, 1), state: 'planned', round: 1, askedAt: null, answer: null, failure: null },
    ]);
    expect(await again.trialRows({ jobId: 'nobody', revision: 1 })).toEqual([]);
  });

  it('a row of a trial moves only from the states that are named, and keeps everything', async () => {
    const { store } = await opened(open);
    const { id } = await addJob(store);
    await store.planTrial([row(id, 1, 1), row(id, 1, 2)]);
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
