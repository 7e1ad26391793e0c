// A person presses a button or picks something from a menu.

import { randomUUID } from 'node:crypto';
import type { Block } from '../block.ts';
import { isObject, type JsonObject, objectAt, objectsAt, textAt } from '../json.ts';
import type { PersonRecord, Workspace } from '../workspace.ts';
import { messageActionPayload, viewActionPayload } from './interaction.ts';
import { currentPlace, findElement, labelOf, type Place, type Target } from './target.ts';

export interface ClickOptions {
  /** Answer the confirm dialog with its deny button. */
  dismissConfirm?: boolean;
  /** Click on the copy the caller holds, even if the message has changed since. */
  stale?: boolean;
}

/** Dialog texts people were asked to confirm: person id → the last one, as they read it. */
export type Confirms = Map<string, string>;

/** Presses the button with this text. Throws when there is none. */
export async function click(
  workspace: Workspace,
  confirms: Confirms,
  person: PersonRecord,
  target: Target,
  label: string,
  options: ClickOptions = {},
): Promise<{ ackMs: number }> {
  const place = currentPlace(workspace, person.id, target, options.stale);
  const found = findElement(place, (element) => element.type === 'button' && labelOf(element) === label);
  if (found === undefined) {
    const labels = place.blocks.flatMap((block) => buttonLabels(block));
    throw new Error(`There is no button "${label}"; there are: ${labels.join(', ') || 'none'}.`);
  }
  if (!isConfirmed(confirms, person, found.element, options)) return { ackMs: 0 };
  const value = textAt(found.element, 'value');
  return act(workspace, person, place, found, value === undefined ? {} : { value }, `the button "${label}"`);
}

/**
 * Picks one option (or several) of a select, overflow menu, radio buttons or checkboxes.
 * @param name action_id, placeholder or the label of the input block
 * @param value text or value of the option
 */
export async function choose(
  workspace: Workspace,
  confirms: Confirms,
  person: PersonRecord,
  target: Target,
  name: string,
  value: string | string[],
): Promise<{ ackMs: number }> {
  const place = currentPlace(workspace, person.id, target);
  const found = findElement(place, (element, block) => {
    const names = [
      textAt(element, 'action_id'),
      textAt(objectAt(element, 'placeholder'), 'text'),
      textAt(objectAt(block, 'label'), 'text'),
    ];
    return names.includes(name) && element.type !== 'button';
  });
  if (found === undefined) throw new Error(`There is no menu "${name}".`);
  if (!isConfirmed(confirms, person, found.element, {})) return { ackMs: 0 };
  const selection = Array.isArray(value)
    ? { selected_options: value.map((one) => optionOf(found.element, one)) }
    : { selected_option: optionOf(found.element, value) };
  if (found.element.type !== 'overflow') remember(place, found, selection);
  const isSilent = found.block.type === 'input' && found.block.dispatch_action !== true;
  if (isSilent) return { ackMs: 0 };
  return act(workspace, person, place, found, selection, `the menu "${name}"`);
}

/** The option with this text or value; throws when there is none. */
export function optionOf(element: JsonObject, wanted: string): JsonObject {
  const options = [
    ...objectsAt(element, 'options'),
    ...objectsAt(element, 'option_groups').flatMap((group) => objectsAt(group, 'options')),
  ];
  const option = options.find((candidate) => labelOf(candidate) === wanted || candidate.value === wanted);
  if (option === undefined) {
    throw new Error(
      `There is no option "${wanted}"; there are: ${options.map(labelOf).join(', ') || 'none'}.`,
    );
  }
  return option;
}

function buttonLabels(block: JsonObject): string[] {
  return Object.values(block)
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .filter(isObject)
    .flatMap((value) => (value.type === 'button' ? [labelOf(value)] : buttonLabels(value)));
}

function isConfirmed(
  confirms: Confirms,
  person: PersonRecord,
  element: JsonObject,
  options: ClickOptions,
): boolean {
  const dialog = objectAt(element, 'confirm');
  if (dialog === undefined) return true;
  const parts = ['title', 'text', 'confirm', 'deny'].map(
    (key) => textAt(objectAt(dialog, key), 'text') ?? '',
  );
  confirms.set(person.id, `${parts[0]}\n${parts[1]}\n[${parts[2]}] [${parts[3]}]`);
  return options.dismissConfirm !== true;
}

function remember(place: Place, found: { element: JsonObject; block: Block }, selection: JsonObject): void {
  const { state } = place.kind === 'view' ? place.view : place.message;
  const blockId = found.block.block_id;
  const actionId = textAt(found.element, 'action_id') ?? '';
  state[blockId] = { ...state[blockId], [actionId]: { type: found.element.type, ...selection } };
}

/** Sends the action to the app and waits for its acknowledgement. */
async function act(
  workspace: Workspace,
  person: PersonRecord,
  place: Place,
  found: { element: JsonObject; block: Block },
  change: JsonObject,
  what: string,
): Promise<{ ackMs: number }> {
  const text = objectAt(found.element, 'text');
  const action = {
    type: found.element.type,
    action_id: textAt(found.element, 'action_id') ?? randomUUID().slice(0, 5),
    block_id: found.block.block_id,
    ...(text === undefined ? {} : { text }),
    ...change,
    action_ts: workspace.nextTs(),
  };
  const payload =
    place.kind === 'view'
      ? viewActionPayload(workspace, place.view, action)
      : messageActionPayload(workspace, person.id, place.channel, place.message, action);
  const { ackMs, payload: answer } = await workspace.delivery.interact('interactive', payload, what);
  if (Object.keys(answer).length > 0)
    workspace.problem(`${what}: an action takes no reply with the acknowledgement`);
  return { ackMs };
}
