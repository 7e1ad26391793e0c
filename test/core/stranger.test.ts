// Which job a message batch without a record may belong to.
import { describe, expect, it } from 'vitest';
import type { Batch, PlannedBatch } from '../../src/core/job/batch.ts';
import type { Job } from '../../src/core/job/job.ts';
import { jobNamedBy, strangersFor, unsentParts } from '../../src/core/trouble/stranger.ts';
import { REPORT } from '../support/store-contract/samples.ts';

const PART: PlannedBatch = { firstSeq: 1, lastSeq: 3, requests: 3, bodyBytes: 9, bodySha256: 'a' };
const RETRY_PART: PlannedBatch = { ...PART, firstSeq: 2, requests: 2 };

function job(overrides: Partial<Job>): Job {
  const retry = { attempt: 2, plan: [RETRY_PART], requests: 2, only: null, estimate: null };
  return {
    kind: 'file',
    attempt: 1,
    report: { ...REPORT, plan: [PART] },
    retry: { ...retry, overrides: { model: null, maxTokens: null } },
    ...overrides,
  } as Job;
}

const batch = (overrides: Partial<Batch>) => ({ ...PART, attempt: 1, ...overrides }) as Batch;

describe('parts of a job that may have been sent', () => {
  it.each<[string, Partial<Job>, Batch[], number[]]>([
    ['a draft: all of them', { state: 'draft' }, [], [3]],
    ['a draft without a report: none', { state: 'draft', report: null }, [], []],
    ['a job that has ended: those of its offer', { state: 'done' }, [], [2]],
    ['a job that has ended with an older offer: none', { state: 'done', attempt: 2 }, [], []],
    ['a submitted job before its plan: all', { state: 'submitting' }, [], [3]],
    ['a submitted retry before its plan: its', { state: 'submitting', attempt: 2 }, [batch({})], [2]],
    [
      'a submitted job: those that wait',
      { state: 'submitting' },
      [
        batch({ state: 'running', requests: 4 }),
        batch({ state: 'ready', requests: 5 }),
        batch({ state: 'needs-human', requests: 6 }),
        batch({ state: 'submitting', requests: 7 }),
      ],
      [5, 6],
    ],
    ['a running job: none', { state: 'running' }, [batch({ state: 'running' })], []],
    ['a watched one: none', { state: 'done', kind: 'watched' }, [], []],
  ])('%s', (_what, overrides, batches, sizes) =>
    expect(unsentParts(job(overrides), batches).map(({ requests }) => requests)).toEqual(sizes),
  );

  it('know their attempt', () => {
    expect(unsentParts(job({ state: 'done' }), [])[0]).toMatchObject({ attempt: 2, firstSeq: 2 });
  });
});

describe('a stranger', () => {
  const stranger = { remoteId: 'msgbatch_1', requests: 3, createdAt: 1_000_000 };

  it.each([
    [1_000_000, 3, true],
    [1_060_000, 3, true],
    [1_060_001, 3, false],
    [0, 4, false],
  ])('may be a part of a job made at %i with %i requests: %s', (createdAt, requests, may) =>
    expect(strangersFor([stranger], { createdAt }, [{ requests }])).toEqual(may ? [stranger] : []),
  );

  it('is named by its custom_ids when all name the same job', () => {
    expect(jobNamedBy(['abcdefgh12-1', 'abcdefgh12-30'])).toBe('abcdefgh12');
    expect(jobNamedBy(['abcdefgh12-1', 'abcdefgh13-1'])).toBeNull();
    expect(jobNamedBy(['theirs-1'])).toBeNull();
    expect(jobNamedBy(['abcdefgh12-01'])).toBeNull();
    expect(jobNamedBy([])).toBeNull();
  });
});
