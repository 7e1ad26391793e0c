// Global shortcuts, message shortcuts and opening the app's home.

import { newResponseUrl } from '../hosts/response-url.ts';
import type { Message } from '../message.ts';
import { messageJson } from '../message-json.ts';
import { viewJson } from '../view-json.ts';
import { directMessageOf, newTrigger, type PersonRecord, type Workspace } from '../workspace.ts';
import { interactionBase, payloadName } from './interaction.ts';
import { currentPlace } from './target.ts';

function checkShortcut(workspace: Workspace, type: string, callbackId: string): void {
  const known = workspace.manifest.features?.shortcuts ?? [];
  if (!known.some((entry) => entry.type === type && entry.callback_id === callbackId)) {
    throw new Error(`The manifest has no ${type} shortcut ${callbackId}.`);
  }
}

/** Runs a global shortcut. */
export async function runShortcut(
  workspace: Workspace,
  person: PersonRecord,
  callbackId: string,
): Promise<{ ackMs: number }> {
  checkShortcut(workspace, 'global', callbackId);
  const payload = {
    ...interactionBase(workspace, person.id),
    type: 'shortcut',
    callback_id: callbackId,
    trigger_id: newTrigger(workspace, person.id),
    action_ts: workspace.nextTs(),
  };
  const { ackMs } = await workspace.delivery.interact('interactive', payload, `the shortcut ${callbackId}`);
  return { ackMs };
}

/** Runs a message shortcut from the message's menu. */
export async function runMessageShortcut(
  workspace: Workspace,
  person: PersonRecord,
  target: Message,
  callbackId: string,
): Promise<{ ackMs: number }> {
  checkShortcut(workspace, 'message', callbackId);
  const place = currentPlace(workspace, person.id, target);
  if (place.kind !== 'message' || place.message.onlyFor !== undefined) {
    throw new Error('A message shortcut needs a message everyone sees.');
  }
  const { channel, message } = place;
  const payload = {
    ...interactionBase(workspace, person.id),
    type: 'message_action',
    callback_id: callbackId,
    trigger_id: newTrigger(workspace, person.id),
    action_ts: workspace.nextTs(),
    channel: { id: channel.id, name: payloadName(channel) },
    message_ts: message.ts,
    message: messageJson(workspace, message),
    response_url: newResponseUrl(workspace, person.id, channel.id),
  };
  const { ackMs } = await workspace.delivery.interact('interactive', payload, `the shortcut ${callbackId}`);
  return { ackMs };
}

/** Opens the app's home or messages tab. */
export function openHome(
  workspace: Workspace,
  person: PersonRecord,
  tab: 'home' | 'messages' = 'home',
): void {
  const channel = directMessageOf(workspace, person.id);
  const view = workspace.homes.get(person.id);
  workspace.delivery.emit([
    {
      channel,
      event: {
        type: 'app_home_opened',
        user: person.id,
        channel: channel.id,
        tab,
        ...(view === undefined || tab !== 'home' ? {} : { view: viewJson(workspace, view) }),
        event_ts: workspace.nextTs(),
      },
    },
  ]);
}
