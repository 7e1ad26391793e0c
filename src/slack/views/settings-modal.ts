// The window of settings: those of the channel for every member, those of the workspace for its admins.
import type { ModalView } from '@slack/types';
import type { Model } from '../../core/draft/model.ts';
import { dollarsText, readDollars } from '../../core/money/budget.ts';
import { isUserGroup } from '../../core/people/lists.ts';
import { NOTIFY } from '../../core/people/preference.ts';
import { readPeople } from '../../core/people/read-ids.ts';
import { type ChannelSettings, OFFERS, type WorkspaceSettings } from '../../core/people/settings.ts';
import type { SettingsChange, SettingsView } from '../../jobs/people/change-settings.ts';
import { CALLBACKS } from '../ids.ts';
import {
  checkboxInput,
  idsInput,
  isTicked,
  numberInput,
  option,
  readInputs,
  readPicker,
  selectInput,
  textInput,
} from './modal-inputs.ts';
import { modelOptions } from './model-options.ts';
import { NOTIFY_WORDS, OFFER_WORDS } from './settings.ts';

const OFFER = 'offer';
const NOTIFY_BLOCK = 'notify';
const MODEL = 'model';
const SUBMITTERS = 'submitters';
const GROUPS_BLOCK = 'submitter_groups';
const APPROVERS = 'approvers';
const APPROVER_GROUPS = 'approver_groups';
const APPROVAL_ABOVE = 'approval_above';
const APPROVAL_HOURS = 'approval_hours';
const SELF_APPROVAL = 'self_approval';
const APPROVAL_HERE = 'approval_here';
const DIGEST = 'digest';
const OFF = 'off';
const CHANNELS = 'channels';
const SHARED = 'shared_channels';

/** @param models the API's list; when it is empty, the models whose price is known */
export function settingsModal(view: SettingsView, models: readonly Model[]): ModalView {
  return {
    type: 'modal',
    callback_id: CALLBACKS.settings,
    private_metadata: view.channelId,
    title: { type: 'plain_text', text: 'Settings' },
    submit: { type: 'plain_text', text: 'Save' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [
      selectInput({
        block: NOTIFY_BLOCK,
        label: 'When a job of mine has ended',
        hint: 'For you alone.',
        options: NOTIFY.map((notify) => option(capital(NOTIFY_WORDS[notify]), notify)),
        current: view.own.notify,
      }),
      ...(view.channel === null
        ? []
        : [
            selectInput({
              block: OFFER,
              label: 'Files in this channel',
              hint: 'What happens with a file that somebody drops here.',
              options: OFFERS.map((offer) => option(capital(OFFER_WORDS[offer]), offer)),
              current: view.channel.offer,
            }),
            ...(view.isAdmin ? channelInputs(view, view.channel) : []),
          ]),
      ...(view.isAdmin ? workspaceInputs(view, models) : []),
    ],
  };
}

/** What of a channel its admins alone decide. */
function channelInputs({ workspace, channelId }: SettingsView, { approvalAbove }: ChannelSettings) {
  return [
    textInput({
      block: APPROVAL_HERE,
      label: 'Approval in this channel above',
      hint: 'Another amount than the workspace has, such as $5, or off. Empty: as in the workspace.',
      isShort: true,
      value: approvalAbove === null ? '' : approvalAbove === 'any' ? OFF : dollarsText(approvalAbove),
      optional: true,
    }),
    checkboxInput({
      block: DIGEST,
      label: 'Monthly digest',
      hint: 'On the first of each month, for the workspace. It has one place.',
      option: 'Tell in this channel what the month before came to',
      isTicked: workspace.digest?.channelId === channelId,
    }),
  ];
}

function workspaceInputs({ workspace, defaultModel }: SettingsView, models: readonly Model[]) {
  const current = workspace.defaultModel ?? defaultModel;
  return [
    selectInput({
      block: MODEL,
      label: 'Model of a new draft',
      hint: 'Price per million tokens as a batch: input / output.',
      options: modelOptions(current, models),
      current,
    }),
    ...listInputs(workspace.submitters, {
      block: SUBMITTERS,
      groups: GROUPS_BLOCK,
      label: 'Who may submit',
      hint: 'Also who may stop and retry. Nobody chosen here or below: every full member.',
    }),
    ...listInputs(workspace.approvers, {
      block: APPROVERS,
      groups: APPROVER_GROUPS,
      label: 'Who may approve',
      hint: 'Nobody chosen here or below: the admins.',
    }),
    textInput({
      block: APPROVAL_ABOVE,
      label: 'Approval above',
      hint: 'What may cost more needs the approval of somebody else, such as $50. Empty: nothing does.',
      isShort: true,
      value: workspace.approvalAboveMicros === null ? '' : dollarsText(workspace.approvalAboveMicros),
      optional: true,
    }),
    numberInput({
      block: APPROVAL_HOURS,
      label: 'Hours to approve',
      hint: 'After that it has to be submitted again.',
      value: workspace.approvalHours,
    }),
    checkboxInput({
      block: SELF_APPROVAL,
      label: 'Own jobs',
      hint: 'Without it, somebody else always has to agree.',
      option: 'Approvers may approve what they asked for themselves',
      isTicked: workspace.selfApproval,
    }),
    idsInput({
      block: CHANNELS,
      label: 'Channels',
      hint: 'Where I work, besides direct messages. None chosen: everywhere.',
      of: 'channels',
      ids: workspace.channels ?? [],
    }),
    checkboxInput({
      block: SHARED,
      label: 'Shared channels',
      hint: 'People of the other organisation cannot use me, but they see the cards and results.',
      option: 'Work in channels shared with other organisations',
      isTicked: workspace.sharedChannels,
    }),
  ];
}

function listInputs(
  list: readonly string[] | null,
  { block, groups, label, hint }: { block: string; groups: string; label: string; hint: string },
) {
  const ids = list ?? [];
  return [
    idsInput({ block, label, hint, of: 'users', ids: ids.filter((id) => !isUserGroup(id)) }),
    textInput({
      block: groups,
      label: `${label}: user groups`,
      hint: 'Ids with commas between, such as S012AB3CD.',
      isShort: true,
      value: ids.filter(isUserGroup).join(', '),
      optional: true,
    }),
  ];
}

/**
 * @param before what was shown: only what is another now is a change
 * @param month 'YYYY-MM' of now, from which on a digest that is chosen is told
 * @throws UserError for a user group or an amount that cannot be read
 */
export function readSettingsModal(state: unknown, before: SettingsView, month: string): SettingsChange {
  const read = readInputs(state);
  const listOf = (block: string, groups: string): string[] | null | undefined => {
    const people = readPicker(state, block);
    if (people === undefined) return undefined;
    const typed = read(groups) ?? '';
    const all = [...people, ...(typed.trim() === '' ? [] : readPeople(typed))];
    return all.length === 0 ? null : all;
  };
  const channels = readPicker(state, CHANNELS);
  const model = read(MODEL);
  const shared = read(SHARED);
  const { workspace } = before;
  const offer = OFFERS.find((one) => one === read(OFFER));
  const notify = NOTIFY.find((one) => one === read(NOTIFY_BLOCK));
  return {
    own: notify === undefined || notify === before.own.notify ? {} : { notify },
    channel: changed<ChannelSettings>(before.channel ?? {}, {
      offer,
      approvalAbove: readAbove(read(APPROVAL_HERE)),
    }),
    workspace: changed<WorkspaceSettings>(workspace, {
      defaultModel:
        model == null || model === (workspace.defaultModel ?? before.defaultModel) ? undefined : model,
      submitters: listOf(SUBMITTERS, GROUPS_BLOCK),
      approvers: listOf(APPROVERS, APPROVER_GROUPS),
      ...readApproval(read),
      digest: readDigest(read(DIGEST), before, month),
      channels: channels && channels.length === 0 ? null : channels,
      sharedChannels: shared === undefined ? undefined : isTicked(shared),
    }),
  };
}

function readApproval(read: ReturnType<typeof readInputs>) {
  const [above, hours, self] = [read(APPROVAL_ABOVE), read(APPROVAL_HOURS), read(SELF_APPROVAL)];
  return {
    approvalAboveMicros: above === undefined ? undefined : above === null ? null : readDollars(above),
    approvalHours: hours == null ? undefined : Number(hours),
    selfApproval: self === undefined ? undefined : isTicked(self),
  };
}

function readAbove(typed: string | null | undefined): ChannelSettings['approvalAbove'] | undefined {
  if (typed === undefined) return undefined;
  const text = typed?.trim() ?? '';
  if (text === '') return null;
  return text.toLowerCase() === OFF ? 'any' : readDollars(text);
}

/** What is told elsewhere stays so, unless this channel is chosen. */
function readDigest(
  ticked: string | null | undefined,
  { workspace: { digest }, channelId }: SettingsView,
  month: string,
): WorkspaceSettings['digest'] | undefined {
  const isHere = digest?.channelId === channelId;
  if (ticked === undefined || isTicked(ticked) === isHere) return undefined;
  return isHere ? null : { channelId, since: month };
}

/** @returns those of the new values that differ from what was there */
function changed<Settings extends object>(
  before: Partial<Settings>,
  after: { [Key in keyof Settings]?: Settings[Key] | undefined },
): Partial<Settings> {
  const change: Partial<Settings> = {};
  for (const key of Object.keys(after) as (keyof Settings)[]) {
    const value = after[key];
    if (value !== undefined && JSON.stringify(value) !== JSON.stringify(before[key])) change[key] = value;
  }
  return change;
}

/** What is read on in a sentence stands alone here. */
function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
