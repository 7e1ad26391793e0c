// The windows that people fill in, and the Home tab.

import type { Model } from '../../../src/core/draft/model.ts';
import { EFFORTS } from '../../../src/core/draft/thinking.ts';
import { refusalError } from '../../../src/core/people/refusal.ts';
import { CHANNEL_DEFAULTS, WORKSPACE_DEFAULTS } from '../../../src/core/people/settings.ts';
import { recipeSettings } from '../../../src/core/recipe/recipe.ts';
import type { SettingsView } from '../../../src/jobs/people/change-settings.ts';
import type { HomeView } from '../../../src/ports/conversation.ts';
import { editModal } from '../../../src/slack/views/edit-modal.ts';
import { homeView } from '../../../src/slack/views/home.ts';
import { LOADING, newBatchModal } from '../../../src/slack/views/new-batch-modal.ts';
import { refusalModal } from '../../../src/slack/views/refusal-modal.ts';
import { errorReply, textReply } from '../../../src/slack/views/reply.ts';
import { replyModal } from '../../../src/slack/views/reply-modal.ts';
import { settingsReply } from '../../../src/slack/views/settings.ts';
import { settingsModal } from '../../../src/slack/views/settings-modal.ts';
import { NOW } from '../../slack/fixture.ts';
import { home, opened, type Room, seen } from '../exhibit.ts';
import { ANA, BEN, budget, done, draft, HOUR, REVIEWS, submitted } from '../sample.ts';

const MODELS: Model[] = ['claude-haiku-5-5', 'claude-sonnet-5-5', 'claude-opus-5-5'].map((id) => ({
  id,
  displayName: id,
  lifecycle: 'active',
  retiresAt: id === 'claude-opus-5-5' ? NOW + 40 * 24 * HOUR : null,
  maxOutputTokens: 128_000,
  contextTokens: 1_000_000,
  batch: true,
  structuredOutputs: true,
  efforts: [...EFFORTS],
  thinking: ['adaptive', 'disabled'],
}));
const HERE = { channelId: 'C1', messageTs: null, threadTs: null, fileIds: [] };

const SETTINGS: SettingsView = {
  workspace: {
    ...WORKSPACE_DEFAULTS,
    submitters: [ANA, BEN],
    approvalAboveMicros: 50_000_000,
    digest: { channelId: 'C1', since: '2026-11' },
  },
  own: { notify: 'mention' },
  channel: { ...CHANNEL_DEFAULTS, approvalAbove: 5_000_000 },
  channelId: 'C1',
  defaultModel: 'claude-haiku-5-5',
  isAdmin: true,
};
const MEMBER = { ...SETTINGS, isAdmin: false };

const HOME: HomeView = {
  refusal: null,
  jobs: [
    { job: submitted(), card: { channelId: 'C1', ts: '1.2' } },
    { job: draft({ number: 41 }), card: { channelId: 'C1', ts: '1.3' } },
    { job: done({}, { number: 12, createdAt: NOW - 30 * 24 * HOUR }), card: null },
  ],
  page: 1,
  pages: 3,
  approvals: [
    {
      job: submitted({
        number: 40,
        state: 'needs-approval',
        approvals: [
          {
            attempt: 1,
            askedBy: ANA,
            askedAt: NOW - HOUR,
            expiresAt: NOW + 23 * HOUR,
            priceMicros: 61_000_000,
            limitMicros: 50_000_000,
            approvers: [BEN],
            decision: null,
          },
        ],
      }),
      card: { channelId: 'C1', ts: '1.4' },
    },
  ],
  spending: { month: '2026-11', spentMicros: 1_240_000, reservedMicros: 250_472 },
  standings: [budget(1_490_472)],
  recipes: [
    {
      teamId: 'T1',
      channelId: 'C1',
      name: 'moods',
      version: 2,
      settings: recipeSettings(draft().settings),
      columns: ['product', 'review'],
      savedBy: ANA,
      savedAt: NOW,
    },
  ],
  notify: 'mention',
  now: NOW,
};
const urlOf = () => 'https://example.slack.com/archives/C1/p12';
const refusal = refusalError('admin', [BEN]);

export const windows: Room = {
  name: 'Windows',
  exhibits: [
    opened('Edit, of a table', editModal({ job: draft(), models: MODELS, now: NOW })),
    opened(
      'Edit, of a text',
      editModal({
        job: draft({ report: { ...REVIEWS, format: 'text', split: 'line', columns: ['text'] } }),
        models: MODELS,
        now: NOW,
      }),
    ),
    opened(
      'Edit, of documents',
      editModal({
        job: draft({ report: { ...REVIEWS, format: 'documents', columns: ['file'] } }),
        models: MODELS,
        now: NOW,
      }),
    ),
    opened(
      'Edit, of ready-made requests',
      editModal({
        job: draft({ report: { ...REVIEWS, format: 'jsonl', readyMade: true } }),
        models: MODELS,
        now: NOW,
      }),
    ),
    opened(
      'Edit, when something is wrong with the whole',
      editModal({
        job: draft(),
        models: MODELS,
        now: NOW,
        errors: [{ text: 'The custom_id of line 17 is used twice.' }],
      }),
    ),
    opened('New batch, for a moment', LOADING),
    opened('New batch, typed in a channel', newBatchModal(HERE, [])),
    opened('New batch, from the Home tab', newBatchModal({ ...HERE, channelId: null }, [])),
    opened(
      'New batch, of the files of a message',
      newBatchModal({ ...HERE, messageTs: '1.0', fileIds: ['F1', 'F2'] }, ['contract.pdf', 'annex.pdf']),
    ),
    opened('New batch, under way', replyModal('New batch', textReply('Reading the files…'))),
    opened('Settings, for an admin', settingsModal(SETTINGS, MODELS)),
    opened('Settings, for a member', settingsModal(MEMBER, MODELS)),
    opened('Not saved', refusalModal(errorReply(refusal))),
    seen('/batch settings, for an admin', settingsReply(SETTINGS)),
    seen('/batch settings, for a member', settingsReply(MEMBER)),
  ],
};

export const homes: Room = {
  name: 'Home',
  exhibits: [
    home('Home, with jobs, an approval and recipes', homeView(HOME, urlOf)),
    home(
      'Home, of somebody new',
      homeView(
        {
          ...HOME,
          jobs: [],
          pages: 1,
          approvals: [],
          standings: [],
          recipes: [],
          spending: { month: '2026-11', spentMicros: 0, reservedMicros: 0 },
        },
        urlOf,
      ),
    ),
    home('Home, of a guest', homeView({ ...HOME, refusal: refusalError('guest', null) }, urlOf)),
  ],
};
