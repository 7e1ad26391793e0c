// The fields every payload about what a person did has in common.

import { stateOf } from '../block.ts';
import type { Channel } from '../channel.ts';
import { newResponseUrl } from '../hosts/response-url.ts';
import type { JsonObject } from '../json.ts';
import type { Message } from '../message.ts';
import { messageJson } from '../message-json.ts';
import type { View } from '../view.ts';
import { viewJson } from '../view-json.ts';
import { newTrigger, type Workspace } from '../workspace.ts';

/** User, team and app of an interaction. */
export function interactionBase(workspace: Workspace, personId: string): JsonObject {
  const { identity } = workspace;
  const name = loginName(workspace, personId);
  return {
    token: identity.verificationToken,
    api_app_id: identity.appId,
    team: { id: identity.teamId, domain: identity.teamDomain },
    user: {
      id: personId,
      username: name,
      name,
      team_id: workspace.people.get(personId)?.otherTeamId ?? identity.teamId,
    },
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** The short name in payloads, such as `ann`. */
export function loginName(workspace: Workspace, personId: string): string {
  return (workspace.people.get(personId)?.name ?? '').toLowerCase().replaceAll(' ', '.');
}

/** The payload of one action on a message. */
export function messageActionPayload(
  workspace: Workspace,
  personId: string,
  channel: Channel,
  message: Message,
  action: JsonObject,
): JsonObject {
  const isEphemeral = message.onlyFor !== undefined;
  return {
    ...interactionBase(workspace, personId),
    type: 'block_actions',
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    },
    trigger_id: newTrigger(workspace, personId),
    channel: { id: channel.id, name: payloadName(channel) },
    // An ephemeral message is not repeated in the payload.
    ...(isEphemeral ? {} : { message: messageJson(workspace, message) }),
    state: { values: stateOf(message.blocks, message.state) },
    response_url: newResponseUrl(workspace, personId, channel.id, message),
    actions: [action],
  };
}

/** The payload of one action in a modal or home tab. */
export function viewActionPayload(workspace: Workspace, view: View, action: JsonObject): JsonObject {
  return {
    ...interactionBase(workspace, view.person),
    type: 'block_actions',
    container: { type: 'view', view_id: view.id },
    trigger_id: newTrigger(workspace, view.person, view.id),
    view: viewJson(workspace, view),
    actions: [action],
  };
}

/** The channel's name as payloads give it. */
export function payloadName(channel: Channel): string {
  return channel.kind === 'private' ? 'privategroup' : channel.name;
}
