// What the window of settings shows and what was made of it: only what a person changed is a change.
import { createHash } from 'node:crypto';
import { UserError } from '../../core/errors.ts';
import type { Notify } from '../../core/people/preference.ts';
import type { ChannelSettings, Offer, WorkspaceSettings } from '../../core/people/settings.ts';
import type { SettingsChange, SettingsView } from '../../jobs/people/change-settings.ts';

/** Each value as reading the window gives it back. */
export interface SettingsValues {
  notify: Notify;
  offer: Offer;
  approvalAbove: ChannelSettings['approvalAbove'];
  /** Where it is told; '' nowhere. */
  digestChannelId: string;
  defaultModel: string;
  submitters: readonly string[];
  approvers: readonly string[];
  approvalAboveMicros: number | null;
  approvalHours: number;
  selfApproval: boolean;
  channels: readonly string[];
  sharedChannels: boolean;
}

/** What can be typed and ticked; what does not stand in the window is left out. */
export type SettingsInWindow = Partial<Omit<SettingsValues, 'digestChannelId'>> & { isDigestHere?: boolean };

type Key = keyof SettingsValues;

/** What each is called in the window. */
export const LABELS: Record<Key, string> = {
  notify: 'When a job of mine has ended',
  offer: 'Files in this channel',
  approvalAbove: 'Approval in this channel above',
  digestChannelId: 'Monthly digest',
  defaultModel: 'Model of a new draft',
  submitters: 'Who may submit',
  approvers: 'Who may approve',
  approvalAboveMicros: 'Approval above',
  approvalHours: 'Hours to approve',
  selfApproval: 'Own jobs',
  channels: 'Channels',
  sharedChannels: 'Shared channels',
};

/** @returns the values of everything that can be set; the window shows those that the person may change */
export function valuesOf({ workspace, own, channel, defaultModel }: SettingsView): SettingsValues {
  return {
    notify: own.notify,
    offer: channel?.offer ?? 'always',
    approvalAbove: channel?.approvalAbove ?? null,
    digestChannelId: workspace.digest?.channelId ?? '',
    defaultModel: workspace.defaultModel ?? defaultModel,
    submitters: workspace.submitters ?? [],
    approvers: workspace.approvers ?? [],
    approvalAboveMicros: workspace.approvalAboveMicros,
    approvalHours: workspace.approvalHours,
    selfApproval: workspace.selfApproval,
    channels: workspace.channels ?? [],
    sharedChannels: workspace.sharedChannels,
  };
}

/** @returns the metadata of the window: where it was opened, and a mark of each value that it shows */
export function encodeShown(view: SettingsView): string {
  const values = valuesOf(view);
  const marks = (Object.keys(LABELS) as Key[]).map((key) => markOf(values[key]));
  return [view.channelId, ...marks].join('|');
}

/** @returns the conversation where the window was opened */
export function placeOf(metadata: string): string {
  return metadata.split('|')[0] ?? '';
}

/**
 * @param metadata of the window that was submitted
 * @param inWindow what stands in it
 * @param now the settings as they are
 * @param month 'YYYY-MM' of now, from which on a digest that is chosen is told
 * @returns what the person made another of what they were shown
 * @throws UserError when somebody else changed one of these meanwhile
 */
export function changeIn(
  metadata: string,
  inWindow: SettingsInWindow,
  now: SettingsView,
  month: string,
): SettingsChange {
  const [, ...marks] = metadata.split('|');
  const keys = Object.keys(LABELS) as Key[];
  if (marks.length !== keys.length) throw olderWindow();
  const current = valuesOf(now);
  const { isDigestHere, ...values } = inWindow;
  const wasDigestHere = marks[keys.indexOf('digestChannelId')] === markOf(now.channelId);
  const typed: Partial<SettingsValues> = { ...values };
  // A digest that is told elsewhere stays there, unless this channel is chosen.
  if (isDigestHere !== undefined && isDigestHere !== wasDigestHere)
    typed.digestChannelId = isDigestHere ? now.channelId : '';
  const isChanged = (key: Key): boolean => {
    const value = typed[key];
    const shown = marks[keys.indexOf(key)];
    if (value === undefined || [shown, markOf(current[key])].includes(markOf(value))) return false;
    if (markOf(current[key]) !== shown) throw changedMeanwhile(key);
    return true;
  };
  return toChange(Object.fromEntries(keys.filter(isChanged).map((key) => [key, typed[key]])), month);
}

function toChange(changed: Partial<SettingsValues>, month: string): SettingsChange {
  const { notify, offer, approvalAbove, digestChannelId, submitters, approvers, channels, ...rest } = changed;
  const workspace: Partial<WorkspaceSettings> = rest;
  if (submitters !== undefined) workspace.submitters = orNull(submitters);
  if (approvers !== undefined) workspace.approvers = orNull(approvers);
  if (channels !== undefined) workspace.channels = orNull(channels);
  if (digestChannelId !== undefined)
    workspace.digest = digestChannelId === '' ? null : { channelId: digestChannelId, since: month };
  return {
    own: notify === undefined ? {} : { notify },
    channel: {
      ...(offer === undefined ? {} : { offer }),
      ...(approvalAbove === undefined ? {} : { approvalAbove }),
    },
    workspace,
  };
}

/** An empty list lets everybody, or everything. */
function orNull(ids: readonly string[]): readonly string[] | null {
  return ids.length === 0 ? null : ids;
}

/** Whole lists would be more than the 3,000 characters of metadata. The order of a list says nothing. */
function markOf(value: SettingsValues[Key]): string {
  const text = JSON.stringify(Array.isArray(value) ? value.toSorted() : value);
  return createHash('sha256').update(text).digest('base64url').slice(0, 10);
}

function changedMeanwhile(key: Key): UserError {
  return new UserError(
    'setting-changed',
    `“${LABELS[key]}” was changed by somebody else while this window was open, so nothing of it was saved.`,
    'Open it again with /batch settings, then Change.',
  );
}

function olderWindow(): UserError {
  return new UserError(
    'older-window',
    'This window is of an earlier version of me, so nothing of it was saved.',
    'Open it again with /batch settings, then Change.',
  );
}
