// Answers that one person sees: to commands, to words in a thread, and on being there for the first time.
import { commands } from '../../../commands/index.ts';
import type { Charge } from '../../../src/core/money/charge.ts';
import { usageOf } from '../../../src/core/money/usage.ts';
import { recipeSettings } from '../../../src/core/recipe/recipe.ts';
import type { Schedule } from '../../../src/core/schedule/schedule.ts';
import type { RowReport } from '../../../src/ports/row-report.ts';
import { comparisonReply } from '../../../src/slack/views/comparison.ts';
import { deleteReply } from '../../../src/slack/views/deletion.ts';
import { commandHelpReply, helpReply } from '../../../src/slack/views/help.ts';
import { offer as quietOffer } from '../../../src/slack/views/offer.ts';
import { recipeReply, recipesReply } from '../../../src/slack/views/recipe.ts';
import {
  askedReply,
  draftsReply,
  listReply,
  remoteReply,
  statusReply,
  textReply,
  tryingReply,
} from '../../../src/slack/views/reply.ts';
import { retryReply } from '../../../src/slack/views/retry.ts';
import { rowReply } from '../../../src/slack/views/row.ts';
import { scheduleReply, schedulesReply } from '../../../src/slack/views/schedule.ts';
import { digestMessage, usageReply } from '../../../src/slack/views/usage.ts';
import { welcomeMessage, welcomeReply } from '../../../src/slack/views/welcome.ts';
import { MINUTE, makeBatch, NOW } from '../../slack/fixture.ts';
import { type Room, seen } from '../exhibit.ts';
import { ANA, BEN, done, draft, HOUR, offer, submitted, view } from '../sample.ts';

const RECIPE = {
  teamId: 'T1',
  channelId: 'C1',
  name: 'moods',
  version: 2,
  settings: recipeSettings({ ...draft().settings, effort: 'low' }),
  columns: ['product', 'review'],
  savedBy: ANA,
  savedAt: NOW - HOUR,
};

const SCHEDULE: Schedule = {
  id: 's1',
  number: 1,
  teamId: 'T1',
  channelId: 'C1',
  recipe: 'moods',
  settings: null,
  recipeChannelId: null,
  source: { kind: 'newest' },
  cron: '0 7 * * 1',
  timezone: 'Europe/Berlin',
  upToMicros: 5_000_000,
  createdBy: ANA,
  createdAt: NOW,
  nextAt: NOW + 24 * HOUR,
  isPaused: false,
  lastFileId: null,
  lastAt: null,
  firstAt: null,
  openJobId: null,
  missed: 0,
};

const ROW: RowReport = {
  line: 17,
  onLine: 1,
  file: null,
  cells: [
    { name: 'product', text: 'Tide Chair', wholeChars: null },
    { name: 'review', text: 'It came two weeks late and nobody told me.', wholeChars: null },
  ],
  moreCells: 0,
  prompt: {
    text: 'What does this customer of our Tide Chair think?\nIt came two weeks late and nobody told me.',
    wholeChars: null,
  },
  skipped: null,
  sameAsLine: null,
  result: {
    answer: { text: '{"mood":"bad","topic":"delivery"}', wholeChars: null },
    fields: [
      { name: 'mood', text: 'bad', wholeChars: null },
      { name: 'topic', text: 'delivery', wholeChars: null },
    ],
    toFix: '',
    model: 'claude-haiku-5-5',
    inputTokens: 239,
    outputTokens: 12,
    costMicros: 15,
    attempt: 1,
  },
};

const CHARGES: Charge[] = [1, 2, 3, 9, 10, 16].map((day, index) => ({
  id: `c${day}`,
  teamId: 'T1',
  channelId: 'C1',
  personId: index % 2 === 0 ? ANA : BEN,
  jobId: `j${day}`,
  jobNumber: 30 + index,
  attempt: 1,
  kind: 'batch',
  model: 'claude-haiku-5-5',
  month: '2026-11',
  reservedMicros: 400_000 * day,
  reservedAt: Date.UTC(2026, 10, day, 12),
  settledMicros: index === 5 ? null : 150_000 * day,
  settledAt: null,
}));
const usage = { usage: usageOf(CHARGES, '2026-11', 'person'), isWhole: true };

const COMPARED = {
  first: done({}, { number: 41 }),
  second: done({}),
  found: {
    same: 440,
    changed: 38,
    onlyFirst: 0,
    onlySecond: 0,
    neither: 0,
    otherRows: 0,
    first: [
      { seq: 1, cells: '["R-1","Tide Chair","It came two weeks late"]', first: 'mixed', second: 'bad' },
    ],
  },
};

const REMOTE = {
  id: 'msgbatch_01HkcTjaV5uDC8jWR4ZsDV8d',
  status: 'ended' as const,
  counts: { processing: 0, succeeded: 95, errored: 5, canceled: 0, expired: 0 },
  createdAt: NOW - HOUR,
  expiresAt: NOW + 23 * HOUR,
  endedAt: NOW,
  cancelInitiatedAt: null,
  archivedAt: null,
  hasResults: true,
};

export const beginnings: Room = {
  name: 'Beginnings and help',
  exhibits: [
    seen('On being invited to a channel', welcomeReply()),
    seen('On opening the messages for the first time', welcomeMessage(false)),
    seen('The same, for an admin', welcomeMessage(true)),
    seen('The quiet offer', quietOffer({ fileId: 'F1', name: 'reviews-october.csv' })),
    seen('/batch help', helpReply(commands)),
    ...commands.map((command) => seen(`/batch help ${command.name}`, commandHelpReply(command))),
  ],
};

export const replies: Room = {
  name: 'Answers to commands',
  exhibits: [
    seen('A plain word', textReply('The results of job #42 are on their way to its thread.')),
    seen('/batch try', tryingReply({ rows: 3, highMicros: 3_145, job: draft() })),
    seen('Submitted, and somebody else has to agree', askedReply(submitted())),
    seen('/batch new, the drafts are made', draftsReply([draft(), draft({ number: 43 })], 'C1')),
    seen('/batch status', statusReply(view(submitted(), [makeBatch()]))),
    seen('/batch status of a message batch that is no job', remoteReply(REMOTE, NOW)),
    seen(
      '/batch status of one that runs',
      remoteReply({ ...REMOTE, status: 'in_progress', endedAt: null }, NOW),
    ),
    seen(
      '/batch list',
      listReply(
        [
          draft(),
          submitted({ number: 41 }),
          done({}, { number: 12, createdAt: NOW - 60 * 24 * 60 * MINUTE }),
        ],
        NOW,
      ),
    ),
    seen('/batch list, where there are none', listReply([], NOW)),
    seen('/batch row', rowReply(done(), ROW)),
    seen('/batch row of a draft', rowReply(draft(), { ...ROW, result: null })),
    seen(
      '/batch row that is skipped',
      rowReply(draft(), { ...ROW, prompt: null, skipped: 'The prompt is empty for this row.', result: null }),
    ),
    seen('/batch retry', retryReply(done({ errored: 12, succeeded: 466 }, { retry: offer(12) }))),
    seen('/batch diff', comparisonReply(COMPARED)),
    seen('/batch diff, where Slack takes no tables', comparisonReply(COMPARED).classic),
    seen('/batch delete', deleteReply(done())),
    seen('/batch usage', usageReply(usage)),
    seen('/batch usage, where Slack takes no charts', usageReply(usage).classic),
    seen('The digest of a month', digestMessage(usage.usage)),
    seen(
      '/batch recipe list',
      recipesReply([RECIPE, { ...RECIPE, channelId: '', name: 'replies', version: 1 }]),
    ),
    seen('/batch recipe list, where there are none', recipesReply([])),
    seen('/batch recipe show', recipeReply(RECIPE)),
    seen(
      '/batch schedule',
      schedulesReply([SCHEDULE, { ...SCHEDULE, number: 2, isPaused: true, upToMicros: null }]),
    ),
    seen('/batch schedule, where there are none', schedulesReply([])),
    seen('/batch schedule, made', scheduleReply(SCHEDULE, 'is made')),
  ],
};
