// The settings as a reply that only their reader sees.

import { formatDollars } from '../../core/money/pricing.ts';
import type { Notify } from '../../core/people/preference.ts';
import type { Offer } from '../../core/people/settings.ts';
import type { SettingsView } from '../../jobs/people/change-settings.ts';
import { ACTIONS } from '../ids.ts';
import { channelLink, code, include, joinMrkdwn, type Mrkdwn, mentionAny, mrkdwn } from '../mrkdwn.ts';
import { actions, button, context, type Message, message, sections } from './blocks.ts';
import { count } from './words.ts';

export const OFFER_WORDS: Record<Offer, string> = {
  always: 'each dropped file gets a quiet offer',
  mention: 'only files dropped with a mention',
  never: 'no files; commands alone',
};

export const NOTIFY_WORDS: Record<Notify, string> = {
  mention: 'a mention in its thread',
  failures: 'a mention only when something failed',
  direct: 'a direct message',
  never: 'nothing; the thread has it',
};

/** As many as are read at a glance; the modal has all. */
const NAMED = 20;

/** @returns what is set, with a button for those who may change something of it */
export function settingsReply(view: SettingsView): Message {
  const { workspace, channel, isAdmin } = view;
  const lines = [
    mrkdwn`*You*`,
    mrkdwn`• When a job of yours has ended: ${NOTIFY_WORDS[view.own.notify]}.`,
    ...(channel === null
      ? []
      : [
          mrkdwn`*This channel*`,
          mrkdwn`• Files: ${OFFER_WORDS[channel.offer]}.`,
          ...(channel.approvalAbove === null
            ? []
            : [mrkdwn`• Needs approval: ${aboveWords(channel.approvalAbove)}.`]),
        ]),
    mrkdwn`*The workspace*`,
    mrkdwn`• Model of a new draft: ${code(workspace.defaultModel ?? view.defaultModel)}`,
    mrkdwn`• May submit, stop and retry: ${list(workspace.submitters, 'every full member', mentionAny)}`,
    mrkdwn`• May approve: ${list(workspace.approvers, 'the admins', mentionAny)}`,
    mrkdwn`• Needs approval: ${approvalWords(workspace)}`,
    ...(workspace.digest === null
      ? []
      : [mrkdwn`• Each month’s spending is told in ${channelLink(workspace.digest.channelId)}`]),
    mrkdwn`• Channels: ${list(workspace.channels, 'all that I am in', channelLink)}`,
    mrkdwn`• Channels shared with other organisations: ${workspace.sharedChannels ? 'allowed' : 'not allowed'}`,
  ];
  return message(mrkdwn`Settings of Claude Batches`, [
    ...sections(lines),
    context(
      isAdmin
        ? mrkdwn`You are an admin: you may change all of it.`
        : mrkdwn`Every member may change the setting of a channel; those of the workspace are for its admins.`,
    ),
    actions(button({ label: 'Change', action: ACTIONS.settings, value: 'settings' })),
  ]);
}

function list(ids: readonly string[] | null, none: string, show: typeof mentionAny) {
  if (ids === null) return none;
  const shown: Mrkdwn[] = ids.slice(0, NAMED).map((id) => mrkdwn`${show(id)}`);
  const more = ids.length > NAMED ? [mrkdwn`and ${ids.length - NAMED} more`] : [];
  return include(joinMrkdwn([...shown, ...more], ', '));
}

function aboveWords(above: number | 'any'): string {
  if (above === 'any') return 'nothing';
  return above === 0 ? 'everything that costs money' : `what can cost more than ${formatDollars(above)}`;
}

function approvalWords({
  approvalAboveMicros,
  approvalHours,
  selfApproval,
}: SettingsView['workspace']): string {
  if (approvalAboveMicros === null) return 'nothing';
  const self = selfApproval ? ', also what they asked for themselves' : '';
  return `${aboveWords(approvalAboveMicros)}; approvers have ${count(approvalHours, 'hour')} to agree${self}`;
}
