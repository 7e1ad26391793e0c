// Sample rows: complete, with a different value in every field, so that a swapped column shows.

import type { Settings } from '../../../src/core/draft/settings.ts';
import type { DraftReport, Job, NewJob } from '../../../src/core/job/job.ts';
import type { Upload } from '../../../src/core/job/messages.ts';
import type { Tally } from '../../../src/core/result/tally.ts';
import type { NewBatch, Store } from '../../../src/ports/store.ts';

export const SETTINGS: Settings = {
  format: 'csv',
  split: null,
  prompt: 'Say “{{ a }}” – 日本語 \u0000 \n',
  system: null,
  model: 'claude-sample',
  maxTokens: 2048,
  idColumn: 'id',
  batchRequests: 500,
  sheet: 'Mai',
  query: 'items',
  answerFields: [{ name: 'Mood?', key: 'mood', type: 'choice', choices: ['good', 'bad'], description: null }],
  mergesDuplicates: false,
  usesCache: false,
  effort: 'low',
  thinking: 'disabled',
};

export const REPORT: DraftReport = {
  trial: { seqs: [1, 2], highMicros: 40 },
  format: 'text',
  split: 'line',
  readyMade: false,
  columns: ['a', 'b'],
  rows: 3,
  requests: 2,
  duplicates: { rows: 4, savesMicros: 5 },
  notes: ['Commas were found.'],
  skipped: { count: 1, first: [{ line: 3, code: 'ragged-row', text: 'Line 3 has a cell too many.' }] },
  blockers: [],
  previews: [],
  estimate: null,
  plan: [{ firstSeq: 1, lastSeq: 2, requests: 2, bodyBytes: 512, bodySha256: 'ab' }],
  cache: { end: 'prompt', tokens: 6, savesMicros: 7 },
};

export const TALLY: Tally = {
  requests: 10,
  succeeded: 9,
  errored: 1,
  canceled: 2,
  expired: 3,
  cutOff: 4,
  refused: 5,
  misfit: 9,
  missing: 6,
  inputTokens: 7,
  outputTokens: 8,
  costMicros: 3_000_000_000,
  errors: [{ text: 'too long', count: 1 }],
  labels: [{ name: 'mood', counts: [{ label: 'good', count: 1 }] }],
};

/** Past 32 bits, as today's times are. */
export const NOW = 1_795_500_000_000;

let made = 0;

export function newJob(overrides: Partial<NewJob> = {}): NewJob {
  made += 1;
  return {
    id: `job${made}`,
    teamId: 'T1',
    kind: 'file',
    ownerId: 'U1',
    channelId: 'C1',
    threadTs: '1.1',
    source: { fileId: 'F1', name: 'a.csv', sizeBytes: 5_000_000_000, messageTs: null, more: [] },
    settings: SETTINGS,
    createdAt: NOW,
    onceKey: null,
    ...overrides,
  };
}

/** Creates a job that is expected to be new. */
export async function addJob(store: Store, overrides: Partial<NewJob> = {}): Promise<Job> {
  const job = await store.createJob(newJob(overrides));
  if (job === null) throw new Error('The job was expected to be new.');
  return job;
}

/** Creates a job and brings it to draft. */
export async function addDraft(store: Store, overrides: Partial<NewJob> = {}): Promise<Job> {
  const { id } = await addJob(store, overrides);
  const job = await store.moveJob(id, { from: ['building'], to: 'draft', set: { report: REPORT } });
  if (job === null) throw new Error('The job was expected to become a draft.');
  return job;
}

export function newBatch(position: number, overrides: Partial<NewBatch> = {}): NewBatch {
  made += 1;
  return {
    id: `batch${made}`,
    position,
    attempt: 1,
    state: 'ready',
    firstSeq: position * 10 + 1,
    lastSeq: position * 10 + 9,
    requests: 8,
    bodyBytes: 250_000_000,
    bodySha256: `sha${made}`,
    remoteId: null,
    ...overrides,
  };
}

export function upload(overrides: Partial<Upload> = {}): Upload {
  return {
    teamId: 'T1',
    channelId: 'C1',
    fileId: 'F1',
    userId: 'U1',
    name: 'a.csv',
    messageTs: '1.1',
    threadTs: '1.0',
    seenAt: NOW,
    ...overrides,
  };
}
