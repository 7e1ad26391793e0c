// The card of a job, from the moment that a file is dropped to the end of its data.

import type { Batch } from '../../../src/core/job/batch.ts';
import type { Job } from '../../../src/core/job/job.ts';
import { jobCard } from '../../../src/slack/views/job-card.ts';
import { BLOCKER, MINUTE, makeBatch, NOW } from '../../slack/fixture.ts';
import { type Room, seen } from '../exhibit.ts';
import { ANA, BEN, budget, done, draft, HOUR, offer, REVIEWS, submitted, view } from '../sample.ts';

type More = Partial<ReturnType<typeof view>>;

function card(title: string, job: Job, batches: Batch[] = [], more: More = {}) {
  return seen(title, jobCard({ ...view(job, batches), ...more }));
}

const batch = (changes: Partial<Batch> = {}) =>
  makeBatch({
    requests: 478,
    counts: { processing: 478, succeeded: 0, errored: 0, canceled: 0, expired: 0 },
    ...changes,
  });
const unpriced = { ...REVIEWS, estimate: null };

const drafts: Room = {
  name: 'Cards of drafts',
  exhibits: [
    card('Reading', draft({ state: 'building', report: null })),
    card('Draft, ready to be sent', draft()),
    card(
      'Draft, after three rows were tried',
      draft({
        report: {
          ...REVIEWS,
          estimate: {
            ...(REVIEWS.estimate as NonNullable<typeof REVIEWS.estimate>),
            tried: { rows: 3, lowMicros: 7_100, highMicros: 7_900 },
          },
        },
      }),
    ),
    card(
      'Draft, with rows that are skipped, duplicates, and the prompt cache',
      draft({
        report: {
          ...REVIEWS,
          rows: 492,
          duplicates: { rows: 12, savesMicros: 6_288 },
          cache: { end: 'system', tokens: 4_200, savesMicros: 92_000 },
          skipped: {
            count: 2,
            first: [
              { line: 17, code: 'ragged-row', text: 'It has 4 cells, and the file has 3 columns.' },
              { line: 203, code: 'empty-prompt', text: 'The prompt is empty for this row.' },
            ],
          },
        },
      }),
    ),
    card(
      'Draft, without a prompt, with recipes that fit',
      draft({
        settings: { ...draft().settings, prompt: null, answerFields: [] },
        report: {
          ...unpriced,
          previews: [],
          requests: 0,
          blockers: [{ line: null, field: 'prompt', code: 'no-prompt', text: 'There is no prompt yet.' }],
        },
      }),
      [],
      { recipes: ['moods', 'replies'] },
    ),
    card('Draft, with something to do', draft({ report: { ...unpriced, blockers: [BLOCKER] } })),
    card('Draft, near a budget and above the amount for an approval', draft(), [], {
      standings: [budget(3_900_000)],
      approvalLimitMicros: 200_000,
    }),
    card('Draft, over a budget', draft(), [], { standings: [budget(4_900_000)] }),
    card(
      'Draft, effort and thinking chosen',
      draft({ settings: { ...draft().settings, effort: 'low', thinking: 'disabled' } }),
    ),
    card(
      'Draft, taken back by Anthropic’s refusal',
      draft({
        notice: 'Anthropic refused the message batch: the credit balance is too low. Nothing was charged.',
      }),
    ),
    card('Discarded', draft({ state: 'discarded' })),
    card('Discarded, after rows were tried', draft({ state: 'discarded' }), [], { triedMicros: 90 }),
    card(
      'Failed: the file could not be used',
      draft({
        state: 'failed',
        report: null,
        notice: 'The workbook is protected with a password. Save it without one and drop it again.',
      }),
    ),
  ],
};

const running: Room = {
  name: 'Cards of running jobs',
  exhibits: [
    card('Submitting', submitted({ state: 'submitting' }), [
      batch({ state: 'submitting', remoteId: null, attemptedAt: NOW - 1000 }),
    ]),
    card('Checking with Anthropic', submitted({ state: 'submitting' }), [
      batch({
        state: 'submitting',
        remoteId: null,
        attemptedAt: NOW - 2 * MINUTE,
        notice: 'No answer came.',
      }),
    ]),
    card('Needs a human', submitted({ state: 'submitting' }), [
      batch({
        state: 'needs-human',
        remoteId: null,
        notice: 'Two message batches at Anthropic could be this one.',
        candidates: [
          { id: 'msgbatch_01HkcTjaV5uDC8jWR4ZsDV8d', createdAt: NOW - 12 * MINUTE },
          { id: 'msgbatch_01PaQx2nVb7LkYw9TzRr3c5e', createdAt: NOW - 11 * MINUTE },
        ],
      }),
    ]),
    card('In progress', submitted(), [batch()], {
      eta: { lowMs: 12 * MINUTE, highMs: 40 * MINUTE, jobs: 18 },
    }),
    card('In progress, in parts', submitted(), [
      batch({
        id: 'b1',
        state: 'collected',
        requests: 200,
        counts: { processing: 0, succeeded: 198, errored: 2, canceled: 0, expired: 0 },
      }),
      batch({ id: 'b2', position: 2, requests: 200, remoteId: 'msgbatch_02' }),
      batch({ id: 'b3', position: 3, requests: 78, state: 'ready', remoteId: null }),
    ]),
    card(
      'In progress, approved',
      submitted({
        approvals: [
          {
            attempt: 1,
            askedBy: ANA,
            askedAt: NOW - HOUR,
            expiresAt: NOW + 23 * HOUR,
            priceMicros: 250_472,
            limitMicros: 200_000,
            approvers: [BEN],
            decision: { verdict: 'approved', by: BEN, at: NOW - 30 * MINUTE, reason: null },
          },
        ],
      }),
      [batch()],
    ),
    card('In progress, a retry', submitted({ attempt: 2, retry: offer(12) }), [
      batch({ attempt: 2, requests: 12 }),
    ]),
    card('Cancelling', submitted({ state: 'canceling' }), [batch()]),
    card('Cancelling, before its turn to be sent', submitted({ state: 'canceling' }), []),
    card(
      'In progress, watched: created elsewhere',
      submitted({ kind: 'watched', source: null, report: null, submittedBy: null }),
      [batch()],
    ),
  ],
};

const ended: Room = {
  name: 'Cards of ended jobs',
  exhibits: [
    card('Done', done(), [batch({ state: 'collected' })]),
    card('Done, after rows were tried', done(), [batch({ state: 'collected' })], { triedMicros: 90 }),
    card(
      'Done with errors',
      done(
        {
          succeeded: 466,
          errored: 12,
          cutOff: 4,
          refused: 2,
          misfit: 3,
          errors: [{ text: 'overloaded_error: Overloaded', count: 12 }],
        },
        { retry: offer(15) },
      ),
      [batch({ state: 'collected' })],
    ),
    card('Expired', done({ succeeded: 300, expired: 178, labels: [] }, { retry: offer(178) }), [
      batch({ state: 'collected' }),
    ]),
    card('Cancelled', done({ succeeded: 200, canceled: 278 }), [batch({ state: 'collected' })]),
    card(
      'Failed: no request has an answer',
      done(
        {
          succeeded: 0,
          errored: 478,
          costMicros: 0,
          inputTokens: 0,
          outputTokens: 0,
          labels: [],
          errors: [{ text: 'api_error: Internal server error', count: 478 }],
        },
        { retry: offer(478) },
      ),
      [batch({ state: 'collected' })],
    ),
    card(
      'Done, results of one message batch gone',
      done(
        { missing: 78, succeeded: 400 },
        { notice: 'A message batch of 78 requests is no longer at Anthropic.' },
      ),
      [batch({ state: 'lost' })],
    ),
    card('Its data is being deleted', done({}, { state: 'deleting', deletion: { by: ANA, at: NOW } })),
    card('Deleted', done({ errors: [], labels: [] }, { state: 'deleted', deletion: { by: ANA, at: NOW } })),
    card(
      'Deleted, but for what another API key would have to delete',
      done(
        { errors: [], labels: [] },
        { state: 'deleted', deletion: { by: ANA, at: NOW, left: ['msgbatch_01ABC'] } },
      ),
    ),
  ],
};

export const cardRooms: Room[] = [drafts, running, ended];
