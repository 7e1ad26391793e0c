// A block of a message or view, the elements in it, and what people entered into them.
import { newId } from './identity.ts';
import { type JsonObject, objectAt, objectsAt, textAt } from './json.ts';

export interface Block {
  type: string;
  block_id: string;
  [key: string]: unknown;
}

/** What people entered: block_id → action_id → the element's state. */
export type StateValues = Record<string, Record<string, JsonObject>>;

const INITIAL_FIELDS: Record<string, string> = {
  initial_value: 'value',
  initial_option: 'selected_option',
  initial_options: 'selected_options',
  initial_user: 'selected_user',
  initial_users: 'selected_users',
  initial_conversation: 'selected_conversation',
  initial_conversations: 'selected_conversations',
  initial_channel: 'selected_channel',
  initial_channels: 'selected_channels',
  initial_date: 'selected_date',
  initial_time: 'selected_time',
  initial_date_time: 'selected_date_time',
};

/** Gives every block without a block_id a fresh one. */
export function withBlockIds(blocks: JsonObject[]): Block[] {
  return blocks.map((block) => ({
    ...block,
    type: textAt(block, 'type') ?? '',
    block_id: textAt(block, 'block_id') ?? newId('').slice(0, 5),
  }));
}

/** The elements of a block that people can use. */
export function elementsOf(block: JsonObject): JsonObject[] {
  const element = objectAt(block, 'element');
  const accessory = objectAt(block, 'accessory');
  const children = ['child_blocks', 'elements', 'actions'].flatMap((key) => objectsAt(block, key));
  const nested = children.flatMap((child) => (textAt(child, 'action_id') ? [child] : elementsOf(child)));
  return [...(element ? [element] : []), ...(accessory ? [accessory] : []), ...nested];
}

/** State of all inputs: what the person entered before, else the initial value, else empty. */
export function stateOf(blocks: JsonObject[], entered: StateValues = {}): StateValues {
  const state: StateValues = {};
  for (const block of blocks) {
    const blockId = textAt(block, 'block_id') ?? '';
    const isInput = block.type === 'input';
    for (const element of elementsOf(block)) {
      const actionId = textAt(element, 'action_id');
      if (actionId === undefined || element.type === 'button' || element.type === 'overflow') continue;
      if (!isInput && element.type === 'workflow_button') continue;
      const known = entered[blockId]?.[actionId];
      state[blockId] = { ...state[blockId], [actionId]: known ?? initialState(element) };
    }
  }
  return state;
}

function initialState(element: JsonObject): JsonObject {
  const type = textAt(element, 'type') ?? '';
  const state: JsonObject = { type };
  if (/_input$/.test(type) && type !== 'file_input') state.value = null;
  if (type === 'checkboxes' || type.startsWith('multi_')) state.selected_options = [];
  if (type === 'radio_buttons' || type === 'static_select') state.selected_option = null;
  if (type === 'file_input') state.files = [];
  for (const [initial, field] of Object.entries(INITIAL_FIELDS)) {
    if (element[initial] !== undefined) state[field] = element[initial];
  }
  return state;
}
