// What a person enters into a modal's inputs, checked the way Slack's client checks it.

import type { Block } from '../block.ts';
import { fileJson } from '../file-json.ts';

import { isObject, type JsonObject, objectAt, textAt } from '../json.ts';
import type { View } from '../view.ts';
import type { Workspace } from '../workspace.ts';
import { optionOf } from './click.ts';
import { addPersonFile, type NewFile } from './say.ts';

export type InputValue = string | string[] | boolean | { files: NewFile[] };

const MAX_FILE_BYTES = 10_000_000;
const DEFAULT_MAX_FILES = 10;

/** Enters the values into the view's state. Throws for a label or value the client would not offer. */
export function fillView(workspace: Workspace, view: View, values: Record<string, InputValue>): void {
  for (const [label, value] of Object.entries(values)) {
    const inputs = view.blocks.filter((block) => block.type === 'input');
    const block = inputs.find((candidate) => labelText(candidate) === label);
    if (block === undefined) {
      throw new Error(
        `There is no input "${label}"; there are: ${inputs.map(labelText).join(', ') || 'none'}.`,
      );
    }
    const element = objectAt(block, 'element') ?? {};
    const actionId = textAt(element, 'action_id') ?? '';
    view.state[block.block_id] = {
      ...view.state[block.block_id],
      [actionId]: { type: element.type, ...entered(workspace, view.person, element, value, label) },
    };
  }
}

/** Complaints of Slack's client before anything is sent: label → message. */
export function clientErrors(view: View): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of view.blocks.filter((candidate) => candidate.type === 'input')) {
    const element = objectAt(block, 'element') ?? {};
    const state = view.state[block.block_id]?.[textAt(element, 'action_id') ?? ''] ?? {};
    const wrong = complaint(block, element, state);
    if (wrong !== undefined) errors[labelText(block)] = wrong;
  }
  return errors;
}

function complaint(block: Block, element: JsonObject, state: JsonObject): string | undefined {
  if (isEmpty(state)) return block.optional === true ? undefined : 'Please complete this required field.';
  const value = textAt(state, 'value');
  if (value === undefined) return undefined;
  if (element.type === 'number_input') return numberComplaint(element, value);
  if (element.type === 'email_text_input' && !/^\S+@\S+\.\S+$/.test(value))
    return 'Please enter a valid email.';
  if (element.type === 'url_text_input' && !URL.canParse(value)) return 'Please enter a valid URL.';
  const min = Number(element.min_length ?? 0);
  const max = Number(element.max_length ?? 3000);
  if (value.length < min) return `Please enter at least ${min} characters.`;
  if (value.length > max) return `Please enter at most ${max} characters.`;
  return undefined;
}

function numberComplaint(element: JsonObject, value: string): string | undefined {
  const entered = Number(value);
  if (!Number.isFinite(entered)) return 'Please enter a number.';
  if (element.is_decimal_allowed !== true && !Number.isInteger(entered))
    return 'Please enter a whole number.';
  if (element.min_value !== undefined && entered < Number(element.min_value))
    return 'The number is too small.';
  if (element.max_value !== undefined && entered > Number(element.max_value))
    return 'The number is too large.';
  return undefined;
}

function isEmpty(state: JsonObject): boolean {
  return Object.entries(state).every(
    ([key, value]) =>
      key === 'type' ||
      value === null ||
      value === undefined ||
      value === '' ||
      (Array.isArray(value) && value.length === 0),
  );
}

/** The label of an input block. */
export function labelText(block: JsonObject): string {
  return textAt(objectAt(block, 'label'), 'text') ?? '';
}

function entered(
  workspace: Workspace,
  personId: string,
  element: JsonObject,
  value: InputValue,
  label: string,
): JsonObject {
  const type = textAt(element, 'type') ?? '';
  if (typeof value === 'boolean') {
    const options = Array.isArray(element.options) ? element.options.filter(isObject) : [];
    return { selected_options: value ? options : [] };
  }
  if (Array.isArray(value)) {
    const field = PICKED_MANY[type];
    return field ? { [field]: value } : { selected_options: value.map((one) => optionOf(element, one)) };
  }
  if (typeof value === 'object')
    return { files: givenFiles(workspace, personId, element, value.files, label) };
  if (type.endsWith('_input')) return { value: value === '' ? null : value };
  if (type === 'datetimepicker') return { selected_date_time: Number(value) };
  if (type === 'checkboxes') return { selected_options: [optionOf(element, value)] };
  const field = PICKED_ONE[type];
  return field ? { [field]: value } : { selected_option: optionOf(element, value) };
}

const PICKED_ONE: Record<string, string> = {
  users_select: 'selected_user',
  conversations_select: 'selected_conversation',
  channels_select: 'selected_channel',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
};
const PICKED_MANY: Record<string, string> = {
  multi_users_select: 'selected_users',
  multi_conversations_select: 'selected_conversations',
  multi_channels_select: 'selected_channels',
};

function givenFiles(
  workspace: Workspace,
  personId: string,
  element: JsonObject,
  files: NewFile[],
  label: string,
): JsonObject[] {
  if (element.type !== 'file_input') throw new Error(`"${label}" takes no files.`);
  const max = Number(element.max_files ?? DEFAULT_MAX_FILES);
  if (files.length > max) throw new Error(`"${label}" takes at most ${max} files.`);
  const types = Array.isArray(element.filetypes) ? element.filetypes : [];
  return files.map((given) => {
    const extension = given.name.split('.').at(-1)?.toLowerCase();
    if (types.length > 0 && !types.includes(extension))
      throw new Error(`"${label}" does not take ${given.name}.`);
    const file = addPersonFile(workspace, personId, given);
    if (file.size > MAX_FILE_BYTES) throw new Error(`${given.name} is larger than 10 MB.`);
    file.givenToApp = true;
    return fileJson(workspace, file, { withShares: false });
  });
}
