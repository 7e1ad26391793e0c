// /batch settings: what the workspace and this channel are set to, and changes to it.

import { readDollars } from '../src/core/money/budget.ts';
import { monthOf } from '../src/core/money/charge.ts';
import { NOTIFY } from '../src/core/people/preference.ts';
import { readChannels, readPeople } from '../src/core/people/read-ids.ts';
import { OFFERS, type WorkspaceSettings } from '../src/core/people/settings.ts';
import { readCount } from '../src/core/read-count.ts';
import { changeSettings, type SettingsChange, viewSettings } from '../src/jobs/people/change-settings.ts';
import { defineCommand } from '../src/slack/command.ts';
import { settingsReply } from '../src/slack/views/settings.ts';

export const settings = defineCommand({
  name: 'settings',
  task: 'manage',
  needs: 'see',
  summary: 'Show the settings of this channel and the workspace, or change them',
  words: [],
  options: {
    offer: {
      hint: OFFERS.join('|'),
      summary:
        'for this channel: which dropped files I take up: each with an offer, those with a mention, none',
      choices: OFFERS,
    },
    notify: {
      hint: NOTIFY.join('|'),
      summary:
        'for you: how you hear that a job of yours has ended: a mention, one only when something failed, a direct message, not at all',
      choices: NOTIFY,
    },
    model: { hint: 'ID|standard', summary: 'for the workspace: the model of a new draft' },
    submitters: {
      hint: 'everyone|ID,…',
      summary: 'for the workspace: people and user groups who may submit, stop and retry; replaces the list',
    },
    approvers: {
      hint: 'admins|ID,…',
      summary: 'for the workspace: people and user groups who may approve; replaces the list',
    },
    'approval-above': {
      hint: 'AMOUNT|off',
      summary: 'for the workspace: what may cost more needs the approval of somebody else',
    },
    'approval-hours': { hint: 'N', summary: 'for the workspace: how long it can be given' },
    'self-approval': {
      hint: 'on|off',
      summary: 'for the workspace: whether approvers may approve what they asked for themselves',
      choices: ['on', 'off'],
    },
    'approval-here': {
      hint: 'AMOUNT|off|workspace',
      summary: 'for this channel, by admins: another amount, no approval, or as for the workspace',
    },
    digest: {
      hint: 'here|off',
      summary: 'for the workspace: where each month’s spending is told, on the first of the next',
      choices: ['here', 'off'],
    },
    channels: {
      hint: 'all|here,ID,…',
      summary: 'for the workspace: the channels I work in; replaces the list',
    },
    'shared-channels': {
      hint: 'on|off',
      summary: 'for the workspace: whether I work in channels shared with other organisations',
      choices: ['on', 'off'],
    },
  },
  examples: [
    '/batch settings',
    '/batch settings --offer mention',
    '/batch settings --notify failures',
    '/batch settings --submitters U012AB3CD,S045EF6GH',
    '/batch settings --approval-above $50 --approvers U012AB3CD',
    '/batch settings --submitters everyone --channels here',
  ],
  async run({ options, actor, jobs }) {
    const change: SettingsChange = {
      workspace: readWorkspace(options, actor.channelId, jobs.clock.now()),
      channel: {},
      own: {},
    };
    const notify = NOTIFY.find((one) => one === options.notify);
    if (notify !== undefined) change.own.notify = notify;
    const offer = OFFERS.find((one) => one === options.offer);
    if (offer !== undefined) change.channel.offer = offer;
    const above = options['approval-here'];
    if (above !== undefined)
      change.channel.approvalAbove = above === 'workspace' ? null : (readAbove(above) ?? 'any');
    await changeSettings(jobs, actor, change);
    return settingsReply(await viewSettings(jobs, actor));
  },
});

function readWorkspace(
  options: Readonly<Record<string, string>>,
  here: string,
  now: number,
): Partial<WorkspaceSettings> {
  const { model, submitters, approvers, channels, 'shared-channels': shared } = options;
  const change: Partial<WorkspaceSettings> = {};
  if (model !== undefined) change.defaultModel = model === 'standard' ? null : model;
  if (submitters !== undefined) change.submitters = submitters === 'everyone' ? null : readPeople(submitters);
  if (approvers !== undefined) change.approvers = approvers === 'admins' ? null : readPeople(approvers);
  if (channels !== undefined) change.channels = channels === 'all' ? null : readChannels(channels, here);
  const { 'approval-above': above, 'approval-hours': hours, 'self-approval': self } = options;
  if (above !== undefined) change.approvalAboveMicros = readAbove(above);
  if (hours !== undefined) change.approvalHours = readCount('approval-hours', hours);
  if (self !== undefined) change.selfApproval = self === 'on';
  const { digest } = options;
  if (digest !== undefined)
    change.digest = digest === 'off' ? null : { channelId: here, since: monthOf(now) };
  if (shared !== undefined) change.sharedChannels = shared === 'on';
  return change;
}

function readAbove(text: string): number | null {
  return text === 'off' ? null : readDollars(text);
}
