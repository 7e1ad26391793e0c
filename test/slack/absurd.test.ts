// Whatever stands in a file or in an answer, no message breaks Slack's limits and none does what its author could not.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnswerField } from '../../src/core/answer/answer-fields.ts';
import type { SettingProblem } from '../../src/core/draft/settings.ts';
import { defaultSettings } from '../../src/core/draft/settings.ts';
import { EFFORTS, THINKING } from '../../src/core/draft/thinking.ts';
import type { TrialRow } from '../../src/core/draft/trial.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Approval } from '../../src/core/job/approval.ts';
import type { Batch } from '../../src/core/job/batch.ts';
import type { DraftReport, Job, JobState } from '../../src/core/job/job.ts';
import type { Charge } from '../../src/core/money/charge.ts';
import { USAGE_BY, usageOf } from '../../src/core/money/usage.ts';
import { NOTIFY } from '../../src/core/people/preference.ts';
import { recipeSettings } from '../../src/core/recipe/recipe.ts';
import type { Problem } from '../../src/core/source/problem.ts';
import type { RowReport } from '../../src/ports/row-report.ts';
import { validateBlocks, validateView } from '../../src/sim/slack/block-kit/validate.ts';
import { approvalMessage, decisionMessage } from '../../src/slack/views/approval.ts';
import type { Message } from '../../src/slack/views/blocks.ts';
import { closingMessage, closingText } from '../../src/slack/views/closing.ts';
import { editModal } from '../../src/slack/views/edit-modal.ts';
import { homeView } from '../../src/slack/views/home.ts';
import { jobCard } from '../../src/slack/views/job-card.ts';
import { offer } from '../../src/slack/views/offer.ts';
import { errorReply, listReply, remoteReply, statusReply } from '../../src/slack/views/reply.ts';
import { rowReply } from '../../src/slack/views/row.ts';
import { trialMessage } from '../../src/slack/views/trial.ts';
import { digestMessage, usageReply } from '../../src/slack/views/usage.ts';
import { buttonsOf, makeBatch, makeJob, makeView, NOW, REPORT, TALLY } from './fixture.ts';
import { addresses, liveIn, liveMarkup } from './live-markup.ts';

const RUNS = 700;
const PEOPLE = ['U0ANA', 'U0BEN'];
const NASTY = [
  '<!channel>',
  '<!here|here>',
  '<!subteam^S1|@team>',
  '<@U1>',
  '<@U0ANA',
  '<#C1|general>',
  '<https://evil.test|Approve>',
  'https://evil.test/?a=1&b=2',
  '&lt;!channel&gt;',
  '&amp;lt;!everyone&amp;gt;',
  '@channel',
  '`',
  '```',
  '*_~',
  '\n> quote',
  '\u202eexe.vsc',
  'שלום',
  'مرحبا',
  '👩‍👩‍👧‍👦',
  '\ud83d',
  '\u0000',
  '<!date^1^{date}^https://evil.test|x>',
  '🙂'.repeat(400),
  '&'.repeat(700),
  '<'.repeat(3100),
  'x'.repeat(10_000),
];

const text = fc.oneof(
  fc.constantFrom('', 'products.csv', ...NASTY),
  fc
    .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 40 })), {
      maxLength: 6,
    })
    .map((parts) => parts.join('')),
);
const count = fc.oneof(fc.nat(20), fc.nat(1_000_000_000));
const time = fc.integer({ min: 0, max: 4e12 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 3 });
const problem: fc.Arbitrary<Problem> = fc.record({ line: maybe(count), code: fc.constant('x'), text });
const blocker: fc.Arbitrary<SettingProblem> = fc.record({
  line: maybe(count),
  code: fc.constantFrom('no-prompt', 'template'),
  text,
  field: fc.constantFrom('prompt', 'model', 'maxTokens', 'idColumn', 'system', 'answerFields', null),
});
const columns = fc.oneof(
  fc.array(text, { maxLength: 5 }),
  fc
    .tuple(text, fc.integer({ min: 90, max: 500 }))
    .map(([name, n]) => Array.from({ length: n }, (_, i) => `${name}${i}`)),
);
const estimate = fc
  .record({
    inputTokens: count,
    maxOutputTokens: count,
    batchLowMicros: count,
    batchHighMicros: fc.oneof(count, fc.constant(9e15)),
    uncachedHighMicros: count,
    standardLowMicros: count,
    standardHighMicros: fc.oneof(count, fc.constant(9e15)),
    basis: fc.constantFrom('counted' as const, 'guessed' as const),
    pricesAsOf: fc.constant('2026-11-09'),
    tried: maybe(fc.record({ rows: count, lowMicros: count, highMicros: count })),
  })
  .map(({ tried, ...rest }) => (tried === null ? rest : { ...rest, tried }));
const report: fc.Arbitrary<DraftReport> = fc.record({
  format: fc.constantFrom<DraftReport['format'][]>('csv', 'text', 'jsonl'),
  split: fc.constantFrom<DraftReport['split'][]>('line', 'paragraph', null),
  readyMade: fc.boolean(),
  columns,
  rows: count,
  requests: count,
  duplicates: maybe(fc.record({ rows: count, savesMicros: maybe(count) })),
  notes: fc.array(text, { maxLength: 12 }),
  skipped: fc.record({ count, first: fc.array(problem, { maxLength: 50 }) }),
  blockers: fc.oneof(fc.constant<SettingProblem[]>([]), fc.array(blocker, { maxLength: 60 })),
  previews: fc.array(fc.record({ line: count, customId: text, prompt: text }), { maxLength: 5 }),
  estimate: maybe(estimate),
  plan: fc.constant<DraftReport['plan']>([]),
  cache: maybe(
    fc.record({
      end: fc.constantFrom('system' as const, 'prompt' as const),
      tokens: count,
      savesMicros: count,
    }),
  ),
});
const tally = fc
  .record({
    succeeded: count,
    errored: count,
    canceled: fc.oneof(fc.constant(0), count),
    expired: count,
    missing: count,
    costMicros: maybe(count),
    errors: fc.array(fc.record({ text, count }), { maxLength: 30 }),
    misfit: count,
    labels: fc.array(
      fc.record({
        name: maybe(text),
        counts: fc.array(fc.record({ label: text, count }), { maxLength: 30 }),
      }),
      { maxLength: 3 },
    ),
  })
  .map((some) => ({
    ...TALLY,
    ...some,
    requests: some.succeeded + some.errored + some.canceled + some.expired + some.missing,
  }));
const answerField: fc.Arbitrary<AnswerField> = fc.record({
  name: text,
  key: text,
  type: fc.constantFrom('text', 'number', 'boolean', 'choice', 'list'),
  choices: fc.array(text, { maxLength: 9 }),
  description: maybe(text),
});
const states: JobState[] = [
  'building',
  'draft',
  'submitting',
  'running',
  'needs-approval',
  'deleting',
  'deleted',
  'canceling',
  'done',
  'discarded',
  'failed',
];
const approval: fc.Arbitrary<Approval> = fc.record({
  attempt: fc.constantFrom(1, 2),
  askedBy: fc.constantFrom('U0ANA', '<!channel>'),
  askedAt: time,
  expiresAt: time,
  priceMicros: count,
  limitMicros: count,
  approvers: fc.array(fc.constantFrom('U0BEN', '<!here>'), { maxLength: 30 }),
  decision: maybe(
    fc.record({
      verdict: fc.constantFrom('approved', 'rejected', 'expired', 'withdrawn'),
      by: maybe(fc.constantFrom('U0BEN', '<!channel>')),
      at: time,
      reason: maybe(text),
    }),
  ),
});
const job: fc.Arbitrary<Job> = fc
  .record({
    state: fc.constantFrom(...states),
    kind: fc.constantFrom('file' as const, 'watched' as const),
    number: fc.integer({ min: 1, max: 1_000_000_000 }),
    revision: fc.nat(999_999_999),
    ownerId: fc.constantFrom('U0ANA', '<!channel>'),
    submittedBy: fc.constantFrom(null, 'U0BEN'),
    name: maybe(text),
    prompt: maybe(text),
    system: maybe(text),
    model: fc.oneof(fc.constant('claude-haiku-5-5'), text),
    maxTokens: fc.oneof(count, fc.constantFrom(-1, 0.5, Number.NaN)),
    idColumn: maybe(text),
    answerFields: fc.array(answerField, { maxLength: 30 }),
    report: maybe(report),
    notice: maybe(text),
    tally: maybe(tally),
    approvals: fc.array(approval, { maxLength: 3 }),
    submittedAt: maybe(time),
    endedAt: maybe(time),
  })
  .map(({ name, prompt, system, model, maxTokens, idColumn, answerFields, ...rest }) =>
    makeJob({
      ...rest,
      source: name === null ? null : { fileId: 'F1', name, sizeBytes: 1, messageTs: null, more: [] },
      settings: { ...defaultSettings(model), prompt, system, maxTokens, idColumn, answerFields },
    }),
  );
const batches: fc.Arbitrary<Batch[]> = fc.array(
  fc
    .record({
      state: fc.constantFrom(
        'ready',
        'submitting',
        'needs-human',
        'running',
        'ended',
        'collected',
        'refused',
      ),
      requests: count,
      remoteId: maybe(text),
      attemptedAt: maybe(time),
      expiresAt: maybe(time),
      notice: maybe(text),
    })
    .map((some) => makeBatch(some as Partial<Batch>)),
  { maxLength: 70 },
);
const view = fc.record({
  job,
  batches,
  now: time,
  eta: maybe(fc.record({ lowMs: fc.nat(), highMs: fc.nat(), jobs: fc.nat() })),
  standings: fc.array(
    fc.record({
      budget: fc.record({
        teamId: fc.constant('T1'),
        scope: fc.constantFrom('workspace' as const, 'channel' as const, 'person' as const),
        subjectId: fc.constantFrom('', 'U0ANA', '<!channel>'),
        limitMicros: fc.integer({ min: 1, max: 10 ** 13 }),
        setBy: fc.string(),
        setAt: fc.nat(),
      }),
      month: fc.constant('2026-11'),
      usedMicros: fc.nat(),
    }),
    { maxLength: 3 },
  ),
  approvalLimitMicros: maybe(count),
  notify: fc.constantFrom(...NOTIFY),
  triedMicros: fc.nat(),
  recipes: fc.array(fc.constantFrom('a', 'product-texts'), { maxLength: 2 }),
});

const trialRow: fc.Arbitrary<TrialRow> = fc.record({
  jobId: fc.constant('k3x'),
  revision: count,
  seq: count,
  state: fc.constantFrom('answered' as const, 'refused' as const, 'unknown' as const, 'dropped' as const),
  round: count,
  askedBy: text,
  askedAt: maybe(time),
  preview: fc.record({ line: count, file: maybe(text), prompt: text }),
  answer: maybe(
    fc.record({
      text,
      model: text,
      stopReason: maybe(fc.constantFrom('end_turn', 'refusal', 'max_tokens', '<!here>')),
      inputTokens: count,
      outputTokens: count,
      costMicros: maybe(count),
    }),
  ),
  failure: maybe(fc.record({ message: text, next: text })),
});

const charge: fc.Arbitrary<Charge> = fc.record({
  id: text,
  teamId: text,
  channelId: fc.constantFrom('D1', '<!here>'),
  personId: fc.constantFrom('U0ANA', '<!channel>'),
  jobId: text,
  jobNumber: count,
  attempt: count,
  kind: fc.constantFrom('batch' as const, 'try' as const),
  model: text,
  month: fc.constant('2026-11'),
  reservedMicros: fc.nat(),
  reservedAt: fc.integer({
    min: Date.parse('2026-11-01T00:00:00Z'),
    max: Date.parse('2026-11-30T00:00:00Z'),
  }),
  settledMicros: maybe(fc.nat()),
  settledAt: maybe(fc.nat()),
});

const cutText = fc.record({ text, wholeChars: maybe(count) });
const cells = fc.array(fc.record({ name: text, text, wholeChars: maybe(count) }), { maxLength: 20 });
const rowReport: fc.Arbitrary<RowReport> = fc.record({
  line: count,
  onLine: count,
  file: maybe(text),
  cells,
  moreCells: count,
  prompt: maybe(cutText),
  skipped: maybe(text),
  sameAsLine: maybe(count),
  result: maybe(
    fc.record({
      answer: maybe(cutText),
      fields: cells,
      toFix: text,
      model: maybe(text),
      inputTokens: maybe(count),
      outputTokens: maybe(count),
      costMicros: maybe(count),
      attempt: count,
    }),
  ),
});

/** Holds a message against Slack's limits, and against what a stranger's text must not do. */
function check(message: Message): void {
  expect(validateBlocks(message.blocks, 'message')).toEqual({ errors: [], warnings: [] });
  expect(message.blocks.length).toBeGreaterThan(0);
  expect(liveIn(message.blocks, PEOPLE)).toEqual([]);
  expect(liveMarkup(message.text, PEOPLE)).toEqual([]);
  expect(message.text.length).toBeGreaterThan(0);
  expect(message.text.length).toBeLessThanOrEqual(3000);
  for (const { label } of buttonsOf(message)) expect(label).toMatch(/[a-z]{4,}/i);
}

describe('with absurd jobs', () => {
  it('every card is a message that Slack takes, and inert', () => {
    fc.assert(
      fc.property(view, (some) => {
        const card = jobCard(some);
        check(card);
        expect(card.text).toContain(`#${some.job.number}`);
        check(statusReply(some));
      }),
      { numRuns: RUNS * 3 },
    );
  });

  it('a draft never loses its buttons, and has Submit only when nothing is in the way', () => {
    fc.assert(
      fc.property(job, report, (some, found) => {
        const card = jobCard({
          job: { ...some, state: 'draft', report: found },
          batches: [],
          now: NOW,
          eta: null,
          standings: [],
          approvalLimitMicros: null,
          notify: 'mention',
          triedMicros: 0,
          recipes: [],
        });
        const labels = buttonsOf(card).map(({ label }) => label);
        const isReady = found.blockers.length === 0 && found.estimate !== null;
        expect(labels.includes('Submit')).toBe(isReady);
        expect(labels).toContain('Discard');
        expect(labels.some((label) => label === 'Edit' || label === 'Write the prompt')).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  it('the closing message mentions one person once and links nothing', () => {
    fc.assert(
      fc.property(job, (some) => {
        const closing = closingText(makeView({ ...some, ownerId: 'U0ANA' }));
        expect(closing.length).toBeLessThanOrEqual(3000);
        expect(liveMarkup(closing, PEOPLE)).toEqual([]);
        expect(closing.match(/<@/g)).toHaveLength(1);
        expect(addresses(closing)).toEqual([]);
        check(closingMessage(makeView(some)));
      }),
      { numRuns: RUNS },
    );
  });

  it('the modal is a view that Slack takes, and inert', () => {
    const models = fc.array(
      fc.record({
        id: fc.oneof(text, fc.constantFrom('claude-opus-5-5', 'claude-sonnet-5-5')),
        displayName: text,
        lifecycle: fc.constantFrom('active' as const, 'retired' as const, null),
        retiresAt: maybe(time),
        maxOutputTokens: maybe(count),
        contextTokens: maybe(count),
        batch: fc.boolean(),
        structuredOutputs: fc.boolean(),
        efforts: fc.subarray([...EFFORTS]),
        thinking: fc.subarray([...THINKING]),
      }),
      { maxLength: 150 },
    );
    fc.assert(
      fc.property(job, models, fc.array(problem, { maxLength: 9 }), (some, list, errors) => {
        const modal = editModal({ job: some, models: list, now: NOW, errors });
        expect(validateView(modal, 'modal')).toEqual({ errors: [], warnings: [] });
        expect(liveIn(modal)).toEqual([]);
        expect(JSON.stringify(modal).length).toBeLessThan(250_000);
      }),
      { numRuns: RUNS },
    );
  });

  it('lists, errors and offers are messages that Slack takes, and inert', () => {
    fc.assert(
      fc.property(fc.array(job, { maxLength: 30 }), text, text, (jobs, one, other) => {
        check(listReply(jobs, NOW));
        check(errorReply({ message: `It failed: ${one}`, next: other, byUserId: 'U0BEN', errorId: other }));
        check(offer({ fileId: 'F1', name: one }));
        const counts = { processing: 1, succeeded: 0, errored: 0, canceled: 0, expired: 0 };
        const times = {
          createdAt: 0,
          expiresAt: 1,
          endedAt: null,
          cancelInitiatedAt: null,
          archivedAt: null,
        };
        check(remoteReply({ id: one, status: 'in_progress', counts, ...times, hasResults: false }, NOW));
      }),
      { numRuns: RUNS },
    );
  });

  it('what came of a trial is a message that Slack takes, and inert', () => {
    fc.assert(
      fc.property(view, fc.array(trialRow, { maxLength: 3 }), (some, rows) =>
        check(trialMessage(some, rows)),
      ),
      { numRuns: RUNS },
    );
  });

  it('what is asked and told of an approval is a message that Slack takes, and inert', () => {
    fc.assert(
      fc.property(view, approval, (some, one) => {
        const asked = { ...some, job: { ...some.job, approvals: [one] } };
        check(approvalMessage(asked, 0));
        if (one.decision !== null) check(decisionMessage(asked, 0));
      }),
      { numRuns: RUNS },
    );
  });

  it('what was spent is a message that Slack takes, and inert, with and without its chart', () => {
    const by = fc.constantFrom(...USAGE_BY);
    fc.assert(
      fc.property(fc.array(charge, { maxLength: 40 }), by, fc.boolean(), (charges, kind, isWhole) => {
        const { classic, ...whole } = usageReply({ usage: usageOf(charges, '2026-11', kind), isWhole });
        check(whole);
        check(classic);
        check({ text: whole.text, blocks: digestMessage(usageOf(charges, '2026-11', kind)).blocks });
      }),
      { numRuns: RUNS },
    );
  });

  it('the Home tab is a view that Slack takes, and inert', () => {
    const listed = fc.record({ job, card: maybe(fc.constant({ channelId: 'C1', ts: '1.2' })) });
    const recipe = fc.record({
      teamId: fc.constant('T1'),
      channelId: fc.constantFrom('', 'C1'),
      name: text,
      version: count,
      settings: job.map(({ settings }) => recipeSettings(settings)),
      columns,
      savedBy: fc.constantFrom(...PEOPLE),
      savedAt: time,
    });
    const home = fc.record({
      refusal: maybe(
        fc
          .record({ message: text, next: text })
          .map(({ message, next }) => new UserError('no', message, next)),
      ),
      jobs: fc.array(listed, { maxLength: 8 }),
      page: count,
      pages: count,
      approvals: fc.array(listed, { maxLength: 10 }),
      spending: fc.record({ month: fc.constant('2026-11'), spentMicros: fc.nat(), reservedMicros: fc.nat() }),
      standings: view.map(({ standings }) => standings),
      recipes: fc.array(recipe, { maxLength: 10 }),
      notify: fc.constantFrom(...NOTIFY),
      now: time,
    });
    fc.assert(
      fc.property(home, (some) => {
        const shownHome = homeView(some, () => 'https://x.slack.com/archives/C1/p12');
        expect(validateView(shownHome, 'home')).toEqual({ errors: [], warnings: [] });
        const live = liveIn(shownHome.blocks, PEOPLE);
        const ours = ['<https://x.slack.com/archives/C1/p12|Open>', '<#C1>'];
        expect(live.filter((one) => !ours.includes(one))).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('one row is a message that Slack takes, and inert', () => {
    fc.assert(
      fc.property(job, rowReport, (some, row) => check(rowReply(some, row))),
      { numRuns: RUNS },
    );
  });

  it('edits stay below what Slack takes in one', () => {
    fc.assert(
      fc.property(view, (some) => {
        expect(Buffer.byteLength(jobCard(some).text)).toBeLessThanOrEqual(3500);
      }),
      { numRuns: RUNS },
    );
  });
});

it('the reader of markup sees what is alive', () => {
  expect(liveMarkup('<!channel> <@U1> <https://x.test|y> @here & >')).toHaveLength(6);
  expect(liveMarkup('<!date^1^{time}|x> <@U0ANA> &lt;', PEOPLE)).toEqual([]);
  expect(liveIn([{ type: 'section', text: { type: 'mrkdwn', text: 'https://x.test' } }])).toHaveLength(1);
  expect(
    jobCard({
      job: makeJob({ report: REPORT }),
      batches: [],
      now: NOW,
      eta: null,
      standings: [],
      approvalLimitMicros: null,
      notify: 'mention',
      triedMicros: 0,
      recipes: [],
    }).blocks.length,
  ).toBeGreaterThan(5);
});
