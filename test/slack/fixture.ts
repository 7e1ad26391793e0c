// Jobs in every state for the tests of what is shown, and readers of what a message or view shows.

import type { SettingProblem } from '../../src/core/draft/settings.ts';
import { defaultSettings } from '../../src/core/draft/settings.ts';
import type { Batch } from '../../src/core/job/batch.ts';
import type { DraftReport, Job } from '../../src/core/job/job.ts';
import type { Tally } from '../../src/core/result/tally.ts';
import type { JobView } from '../../src/ports/conversation.ts';
import type { Message } from '../../src/slack/views/blocks.ts';

export const NOW = Date.UTC(2026, 10, 24, 12, 0, 0);
export const MINUTE = 60_000;

export const REPORT: DraftReport = {
  trial: { seqs: [1, 5, 10], highMicros: 66_000 },
  format: 'csv',
  split: null,
  readyMade: false,
  columns: ['id', 'name', 'features'],
  rows: 12,
  requests: 10,
  duplicates: null,
  notes: ['Columns are separated by semicolons.'],
  skipped: { count: 0, first: [] },
  blockers: [],
  previews: [
    { line: 2, customId: 'k3x-1', prompt: 'Describe Harbor Lamp: solid oak base' },
    { line: 3, customId: 'k3x-2', prompt: 'Describe <!channel> & *bold*' },
    { line: 12, customId: 'k3x-10', prompt: 'Describe Tide Chair' },
  ],
  estimate: {
    inputTokens: 1234,
    maxOutputTokens: 20_480,
    batchLowMicros: 1200,
    batchHighMicros: 110_000,
    standardLowMicros: 2400,
    standardHighMicros: 220_000,
    basis: 'counted',
    pricesAsOf: '2026-11-09',
  },
  plan: [],
  cache: null,
};

export const TALLY: Tally = {
  requests: 100,
  succeeded: 100,
  errored: 0,
  canceled: 0,
  expired: 0,
  cutOff: 0,
  refused: 0,
  misfit: 0,
  missing: 0,
  inputTokens: 1200,
  outputTokens: 3400,
  costMicros: 12_300,
  errors: [],
  labels: [],
};

export const BLOCKER: SettingProblem = {
  line: null,
  field: 'model',
  code: 'retired-model',
  text: 'claude-old is retired. Choose another model with Edit.',
};

export function makeJob(changes: Partial<Job> = {}): Job {
  return {
    id: 'k3x',
    teamId: 'T1',
    number: 42,
    kind: 'file',
    state: 'draft',
    revision: 3,
    ownerId: 'U0ANA',
    submittedBy: null,
    channelId: 'C1',
    threadTs: '1.0',
    source: { fileId: 'F1', name: 'products.csv', sizeBytes: 100, messageTs: '1.0', more: [] },
    settings: { ...defaultSettings('claude-haiku-5-5'), prompt: 'Describe {{name}}: {{features}}' },
    report: REPORT,
    notice: null,
    tally: null,
    attempt: 1,
    retry: null,
    approvals: [],
    deletion: null,
    createdAt: NOW - 20 * MINUTE,
    submittedAt: null,
    endedAt: null,
    ...changes,
  };
}

export function submittedJob(changes: Partial<Job> = {}): Job {
  return makeJob({
    state: 'running',
    submittedBy: 'U0BEN',
    submittedAt: NOW - 12 * MINUTE,
    ...changes,
  });
}

export function makeBatch(changes: Partial<Batch> = {}): Batch {
  return {
    id: 'b1',
    jobId: 'k3x',
    position: 1,
    attempt: 1,
    state: 'running',
    firstSeq: 1,
    lastSeq: 10,
    requests: 10,
    bodyBytes: 1000,
    bodySha256: 'ab',
    remoteId: 'msgbatch_01abc',
    keyFingerprint: 'key',
    watermarkId: null,
    attemptedAt: NOW - 12 * MINUTE,
    createdAt: NOW - 12 * MINUTE,
    expiresAt: NOW + 1428 * MINUTE,
    endedAt: null,
    counts: { processing: 10, succeeded: 0, errored: 0, canceled: 0, expired: 0 },
    dueAt: null,
    isAdopted: false,
    candidates: null,
    notice: null,
    ...changes,
  };
}

export function makeView(job: Job, batches: Batch[] = []): JobView {
  return {
    job,
    batches,
    now: NOW,
    eta: null,
    standings: [],
    approvalLimitMicros: null,
    notify: 'mention',
    triedMicros: 0,
    recipes: [],
  };
}

/** Every string that stands in a value, in order, a line each. */
export function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

/** What a message shows in its blocks, as one text. */
export function shown({ blocks }: Pick<Message, 'blocks'>): string {
  return stringsIn(blocks).join('\n');
}

interface ShownButton {
  label: string;
  style: string | undefined;
  action: string | undefined;
  value: string | undefined;
  confirm: string;
}

/** The buttons of a message, by what a person sees. */
export function buttonsOf({ blocks }: Pick<Message, 'blocks'>): ShownButton[] {
  const elements = blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
  return elements.flatMap((element) =>
    element.type !== 'button'
      ? []
      : [
          {
            label: element.text.text,
            style: element.style,
            action: element.action_id,
            value: element.value,
            confirm: stringsIn(element.confirm).join('\n'),
          },
        ],
  );
}
