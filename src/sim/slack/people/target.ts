// Finding what a person clicks: the live message or view, and the element by what it says.
import { type Block, elementsOf } from '../block.ts';
import type { Channel } from '../channel.ts';
import { type JsonObject, objectAt, textAt } from '../json.ts';
import type { Message } from '../message.ts';
import { findView } from '../modals.ts';
import type { View } from '../view.ts';
import type { Workspace } from '../workspace.ts';

export type Target = Message | View;

export type Place =
  | { kind: 'message'; channel: Channel; message: Message; blocks: Block[] }
  | { kind: 'view'; view: View; blocks: Block[] };

/**
 * The place as it is now. With `isStale` the blocks are those of the copy the caller holds:
 * a person whose client has not caught up yet.
 */
export function currentPlace(workspace: Workspace, personId: string, target: Target, isStale = false): Place {
  if ('rootViewId' in target) {
    const view = findView(workspace, target.id, '');
    if (view === undefined || view.person !== personId)
      throw new Error(`The view "${target.title}" is not open.`);
    return { kind: 'view', view, blocks: isStale ? target.blocks : view.blocks };
  }
  const channel = workspace.channels.get(target.channel);
  const message = [...(channel?.messages ?? []), ...(channel?.ephemerals ?? [])].find(
    ({ ts }) => ts === target.ts,
  );
  if (channel === undefined || message === undefined) throw new Error('The message is gone.');
  const hidden = message.onlyFor !== undefined && message.onlyFor !== personId;
  if (hidden || !channel.members.has(personId)) throw new Error('This person does not see the message.');
  return { kind: 'message', channel, message, blocks: isStale ? target.blocks : message.blocks };
}

/** An element of the place that fits, with its block. */
export function findElement(
  place: Place,
  fits: (element: JsonObject, block: Block) => boolean,
): { element: JsonObject; block: Block } | undefined {
  for (const block of place.blocks) {
    const element = elementsOf(block).find((candidate) => fits(candidate, block));
    if (element !== undefined) return { element, block };
  }
  return undefined;
}

/** The words on a button or option. */
export function labelOf(element: JsonObject): string {
  return textAt(objectAt(element, 'text'), 'text') ?? '';
}
