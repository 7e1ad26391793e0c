// A modal or a home tab in front of a person.
import type { Block, StateValues } from './block.ts';
import type { JsonObject } from './json.ts';

export interface View {
  id: string;
  type: 'modal' | 'home';
  person: string;
  hash: string;
  /** The payload as the app sent it, with block ids filled in. */
  source: JsonObject;
  title: string;
  callbackId: string;
  blocks: Block[];
  state: StateValues;
  rootViewId: string;
  previousViewId?: string;
}
