// A job about customers' reviews in whatever state is asked for, and what belongs to it.

import type { TrialRow } from '../../src/core/draft/trial.ts';
import type { DraftReport, Job } from '../../src/core/job/job.ts';
import type { Standing } from '../../src/core/money/budget.ts';
import type { Retry } from '../../src/core/result/retry.ts';
import type { Tally } from '../../src/core/result/tally.ts';
import { MINUTE, makeJob, makeView, NOW, REPORT, submittedJob, TALLY } from '../slack/fixture.ts';

export const HOUR = 60 * MINUTE;
export const [ANA, BEN, CARA] = ['U0ANA', 'U0BEN', 'U0CARA'] as const;
/** Who and what the ids are, for those who look. */
export const NAMES = {
  users: [
    { id: ANA, name: 'ana' },
    { id: BEN, name: 'ben' },
    { id: CARA, name: 'cara' },
  ],
  channels: [{ id: 'C1', name: 'customer-voice' }],
  user_groups: [{ id: 'S1', name: 'support-leads' }],
};

const FIELDS = [
  {
    name: 'mood',
    key: 'mood',
    type: 'choice' as const,
    choices: ['good', 'bad', 'mixed'],
    description: null,
  },
  { name: 'topic', key: 'topic', type: 'text' as const, choices: [], description: null },
];

export const REVIEWS: DraftReport = {
  trial: { seqs: [1, 24, 48], highMicros: 3144 },
  ...REPORT,
  columns: ['id', 'product', 'review'],
  rows: 478,
  requests: 478,
  notes: ['Columns are separated by semicolons.'],
  previews: [
    {
      line: 2,
      customId: 'k3x-1',
      prompt: 'What does this customer of our Tide Chair think?\nIt came two weeks late and nobody told me.',
    },
    {
      line: 240,
      customId: 'k3x-239',
      prompt: 'What does this customer of our Harbor Lamp think?\nSolid wood and a lovely finish.',
    },
    {
      line: 481,
      customId: 'k3x-480',
      prompt: 'What does this customer of our Cove Desk think?\nWell made, but dear for what it is.',
    },
  ],
  estimate: {
    inputTokens: 114_720,
    maxOutputTokens: 978_944,
    batchLowMicros: 5_736,
    batchHighMicros: 250_472,
    standardLowMicros: 11_472,
    standardHighMicros: 500_944,
    basis: 'counted',
    pricesAsOf: '2026-11-09',
  },
};

const SOURCE = { fileId: 'F1', name: 'reviews-october.csv', sizeBytes: 33_860, messageTs: '1.0', more: [] };

/** @returns a draft of it */
export function draft(changes: Partial<Job> = {}): Job {
  const { settings } = makeJob();
  return makeJob({
    source: SOURCE,
    report: REVIEWS,
    settings: {
      ...settings,
      prompt: 'What does this customer of our {{product}} think?\n{{review}}',
      answerFields: FIELDS,
    },
    ...changes,
  });
}

/** @returns a job that was submitted */
export function submitted(changes: Partial<Job> = {}): Job {
  return submittedJob({
    ...draft(),
    state: 'running',
    submittedBy: ANA,
    submittedAt: NOW - 12 * MINUTE,
    ...changes,
  });
}

export const ALL_DONE: Tally = {
  ...TALLY,
  requests: 478,
  succeeded: 478,
  inputTokens: 114_540,
  outputTokens: 5_530,
  costMicros: 7_110,
  labels: [
    {
      name: 'mood',
      counts: [
        { label: 'good', count: 204 },
        { label: 'bad', count: 160 },
        { label: 'mixed', count: 114 },
      ],
    },
  ],
};

/** @returns a job that has ended */
export function done(tally: Partial<Tally> = {}, changes: Partial<Job> = {}): Job {
  return submitted({ state: 'done', endedAt: NOW - MINUTE, tally: { ...ALL_DONE, ...tally }, ...changes });
}

/** @returns an offer to send some rows again */
export function offer(rows: number): Retry {
  return {
    only: null,
    overrides: { model: null, maxTokens: null },
    attempt: 2,
    requests: rows,
    rows,
    estimate: { ...(REVIEWS.estimate as NonNullable<DraftReport['estimate']>), batchHighMicros: rows * 524 },
    plan: [],
    cache: null,
  };
}

/** @returns how the budget of the channel stands */
export function budget(usedMicros: number, limitMicros = 5_000_000): Standing {
  return {
    budget: { teamId: 'T1', scope: 'channel', subjectId: 'C1', limitMicros, setBy: BEN, setAt: NOW },
    month: '2026-11',
    usedMicros,
  };
}

/** @returns a row of a trial that was answered */
export function tried(seq: number, changes: Partial<TrialRow> = {}): TrialRow {
  const preview = REVIEWS.previews[seq - 1];
  return {
    jobId: 'k3x',
    revision: 3,
    seq,
    state: 'answered',
    round: 1,
    askedBy: ANA,
    askedAt: NOW,
    preview: { line: preview?.line ?? seq, file: null, prompt: preview?.prompt ?? '' },
    answer: {
      text: '{"mood":"bad","topic":"delivery"}',
      model: 'claude-haiku-5-5',
      stopReason: 'end_turn',
      inputTokens: 239,
      outputTokens: 12,
      costMicros: 30,
    },
    failure: null,
    ...changes,
  };
}

export const view = makeView;
