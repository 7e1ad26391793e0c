// The window of settings: those of the channel for every member, those of the workspace for its admins.
import type { ModalView } from '@slack/types';
import type { Model } from '../../core/draft/model.ts';
import { dollarsText, readDollars } from '../../core/money/budget.ts';
import { isUserGroup } from '../../core/people/lists.ts';
import { NOTIFY } from '../../core/people/preference.ts';
import { readPeople } from '../../core/people/read-ids.ts';
import { OFFERS } from '../../core/people/settings.ts';
import type { SettingsView } from '../../jobs/people/change-settings.ts';
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
import {
  encodeShown,
  LABELS,
  type SettingsInWindow,
  type SettingsValues,
  valuesOf,
} from './settings-values.ts';

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
  const values = valuesOf(view);
  return {
    type: 'modal',
    callback_id: CALLBACKS.settings,
    private_metadata: encodeShown(view),
    title: { type: 'plain_text', text: 'Settings' },
    submit: { type: 'plain_text', text: 'Save' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [
      selectInput({
        block: NOTIFY_BLOCK,
        label: LABELS.notify,
        hint: 'For you alone.',
        options: NOTIFY.map((notify) => option(capital(NOTIFY_WORDS[notify]), notify)),
        current: values.notify,
      }),
      ...(view.channel === null
        ? []
        : [
            selectInput({
              block: OFFER,
              label: LABELS.offer,
              hint: 'What happens with a file that somebody drops here.',
              options: OFFERS.map((offer) => option(capital(OFFER_WORDS[offer]), offer)),
              current: values.offer,
            }),
            ...(view.isAdmin ? channelInputs(view, values) : []),
          ]),
      ...(view.isAdmin ? workspaceInputs(values, models) : []),
    ],
  };
}

/** What of a channel its admins alone decide. */
function channelInputs({ channelId }: SettingsView, { approvalAbove, digestChannelId }: SettingsValues) {
  return [
    textInput({
      block: APPROVAL_HERE,
      label: LABELS.approvalAbove,
      hint: 'Another amount than the workspace has, such as $5, or off. Empty: as in the workspace.',
      isShort: true,
      value: approvalAbove === null ? '' : approvalAbove === 'any' ? OFF : dollarsText(approvalAbove),
      optional: true,
    }),
    checkboxInput({
      block: DIGEST,
      label: LABELS.digestChannelId,
      hint: 'On the first of each month, for the workspace. It has one place.',
      option: 'Tell in this channel what the month before came to',
      isTicked: digestChannelId === channelId,
    }),
  ];
}

function workspaceInputs(values: SettingsValues, models: readonly Model[]) {
  const { defaultModel: current, approvalAboveMicros } = values;
  return [
    selectInput({
      block: MODEL,
      label: LABELS.defaultModel,
      hint: 'Price per million tokens as a batch: input / output.',
      options: modelOptions(current, models),
      current,
    }),
    ...listInputs(values.submitters, {
      block: SUBMITTERS,
      groups: GROUPS_BLOCK,
      label: LABELS.submitters,
      hint: 'Also who may stop and retry. Nobody chosen here or below: every full member.',
    }),
    ...listInputs(values.approvers, {
      block: APPROVERS,
      groups: APPROVER_GROUPS,
      label: LABELS.approvers,
      hint: 'Nobody chosen here or below: the admins.',
    }),
    textInput({
      block: APPROVAL_ABOVE,
      label: LABELS.approvalAboveMicros,
      hint: 'What may cost more needs the approval of somebody else, such as $50. Empty: nothing does.',
      isShort: true,
      value: approvalAboveMicros === null ? '' : dollarsText(approvalAboveMicros),
      optional: true,
    }),
    numberInput({
      block: APPROVAL_HOURS,
      label: LABELS.approvalHours,
      hint: 'After that it has to be submitted again.',
      value: values.approvalHours,
    }),
    checkboxInput({
      block: SELF_APPROVAL,
      label: LABELS.selfApproval,
      hint: 'Without it, somebody else always has to agree.',
      option: 'Approvers may approve what they asked for themselves',
      isTicked: values.selfApproval,
    }),
    idsInput({
      block: CHANNELS,
      label: LABELS.channels,
      hint: 'Where I work, besides direct messages. None chosen: everywhere.',
      of: 'channels',
      ids: values.channels,
    }),
    checkboxInput({
      block: SHARED,
      label: LABELS.sharedChannels,
      hint: 'People of the other organisation cannot use me, but they see the cards and results.',
      option: 'Work in channels shared with other organisations',
      isTicked: values.sharedChannels,
    }),
  ];
}

function listInputs(
  ids: readonly string[],
  { block, groups, label, hint }: { block: string; groups: string; label: string; hint: string },
) {
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

/** @returns what stands in the window. @throws UserError for a user group or an amount that cannot be read */
export function readSettingsModal(state: unknown): SettingsInWindow {
  const read = readInputs(state);
  const [hours, model, above, here] = [APPROVAL_HOURS, MODEL, APPROVAL_ABOVE, APPROVAL_HERE].map(read);
  return known<SettingsInWindow>({
    notify: NOTIFY.find((one) => one === read(NOTIFY_BLOCK)),
    offer: OFFERS.find((one) => one === read(OFFER)),
    approvalAbove: readAbove(here),
    isDigestHere: ticked(read(DIGEST)),
    defaultModel: model ?? undefined,
    submitters: readList(state, SUBMITTERS, GROUPS_BLOCK),
    approvers: readList(state, APPROVERS, APPROVER_GROUPS),
    approvalAboveMicros: above === undefined ? undefined : above === null ? null : readDollars(above),
    approvalHours: hours == null ? undefined : Number(hours),
    selfApproval: ticked(read(SELF_APPROVAL)),
    channels: readPicker(state, CHANNELS),
    sharedChannels: ticked(read(SHARED)),
  });
}

function readList(state: unknown, block: string, groups: string): string[] | undefined {
  const people = readPicker(state, block);
  const typed = readInputs(state)(groups)?.trim() ?? '';
  return people && [...people, ...(typed === '' ? [] : readPeople(typed))];
}

function readAbove(typed: string | null | undefined): SettingsValues['approvalAbove'] | undefined {
  if (typed === undefined) return undefined;
  const text = typed?.trim() ?? '';
  if (text === '') return null;
  return text.toLowerCase() === OFF ? 'any' : readDollars(text);
}

function ticked(read: string | null | undefined): boolean | undefined {
  return read === undefined ? undefined : isTicked(read);
}

/** @returns those that stand in the window */
function known<Values extends object>(
  read: { [Key in keyof Values]: Values[Key] | undefined },
): Partial<Values> {
  return Object.fromEntries(
    Object.entries(read).filter(([, value]) => value !== undefined),
  ) as Partial<Values>;
}

/** What is read on in a sentence stands alone here. */
function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
