// Finding the conversation or message a call is about, with Slack's refusals.
import { type Channel, findMessage, isReply } from '../channel.ts';
import { textAt } from '../json.ts';
import type { Message } from '../message.ts';
import { botIsIn, directMessageOf, type Workspace } from '../workspace.ts';
import { ApiError, type Call } from './method.ts';

/** The conversation of `channel`, if the bot may know that it exists; else `channel_not_found`. */
export function visibleChannel({ workspace, args }: Call, id = textAt(args, 'channel') ?? ''): Channel {
  const channel = workspace.channels.get(id);
  const hidden = channel !== undefined && channel.kind !== 'public' && !botIsIn(workspace, channel);
  if (channel === undefined || hidden) throw new ApiError('channel_not_found');
  return channel;
}

/**
 * The conversation a message or file is sent to; a person's id stands for their direct conversation.
 * Throws channel_not_found, not_in_channel, is_archived, messages_tab_disabled or user_disabled.
 */
export function postableChannel(call: Call, id = textAt(call.args, 'channel') ?? ''): Channel {
  const { workspace } = call;
  const person = workspace.people.get(id);
  const channel = person ? directMessageOf(workspace, id) : visibleChannel(call, id);
  if (channel.archived) throw new ApiError('is_archived');
  if (!botIsIn(workspace, channel) && !workspace.scopes.has('chat:write.public')) {
    throw new ApiError('not_in_channel');
  }
  if (channel.kind === 'im') {
    if (workspace.manifest.features?.app_home?.messages_tab_enabled === false) {
      throw new ApiError('messages_tab_disabled');
    }
    const other = [...channel.members].find((member) => member !== workspace.identity.botUserId) ?? '';
    if (workspace.people.get(other)?.deactivated === true) throw new ApiError('channel_not_found');
  }
  return channel;
}

/** The message with this ts; `message_not_found` for none and for ephemeral ones. */
export function existingMessage(channel: Channel, ts: string): Message {
  const message = findMessage(channel, ts);
  if (message === undefined || message.subtype === 'tombstone') throw new ApiError('message_not_found');
  return message;
}

/** Checks that a reply can go there: the parent exists and is no reply itself. */
export function checkThread(workspace: Workspace, channel: Channel, threadTs: string | undefined): void {
  if (threadTs === undefined) return;
  const parent = findMessage(channel, threadTs);
  if (parent === undefined) {
    if (!channel.deletedTs.has(threadTs)) {
      workspace.problem(`a reply to a message that never existed (${channel.name} ${threadTs})`);
    }
    throw new ApiError('thread_not_found');
  }
  if (isReply(parent)) {
    workspace.problem(`a reply to a reply (${channel.name} ${threadTs})`);
    throw new ApiError('cannot_reply_to_message');
  }
}
