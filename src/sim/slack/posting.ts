// What happens in a conversation when a message is posted, changed or deleted: the state and the events.

import { CHANNEL_TYPE, type Channel, isReply, threadOf } from './channel.ts';
import type { SimEvent } from './delivery/contract.ts';
import type { JsonObject } from './json.ts';
import type { Message } from './message.ts';
import { messageJson } from './message-json.ts';
import type { Workspace } from './workspace.ts';

/** The `message` event of a new message. */
export function postedEvent(workspace: Workspace, channel: Channel, message: Message): SimEvent {
  const parent = message.threadTs && channel.messages.find(({ ts }) => ts === message.threadTs);
  return {
    channel,
    event: {
      ...messageJson(workspace, message),
      ...(parent && isReply(message) ? { parent_user_id: parent.user } : {}),
      channel: channel.id,
      channel_type: CHANNEL_TYPE[channel.kind],
      event_ts: message.ts,
    },
  };
}

/** The `message_changed` event; `before` is the message as it was shown. */
export function changedEvent(
  workspace: Workspace,
  channel: Channel,
  message: Message,
  before: JsonObject,
): SimEvent {
  const ts = workspace.nextTs();
  return {
    channel,
    event: {
      type: 'message',
      subtype: 'message_changed',
      hidden: true,
      message: messageJson(workspace, message),
      previous_message: before,
      channel: channel.id,
      channel_type: CHANNEL_TYPE[channel.kind],
      ts,
      event_ts: ts,
    },
  };
}

/** Deletes a message; with replies a tombstone stays in its place, as Slack shows it. */
export function deleteFromChannel(workspace: Workspace, channel: Channel, message: Message): void {
  const before = messageJson(workspace, message);
  const hasReplies = !isReply(message) && threadOf(channel, message.ts).length > 1;
  if (hasReplies) {
    Object.assign(message, {
      subtype: 'tombstone',
      text: 'This message was deleted.',
      blocks: [],
      files: [],
    });
  } else {
    channel.messages = channel.messages.filter((other) => other !== message);
    channel.deletedTs.add(message.ts);
  }
  const ts = workspace.nextTs();
  workspace.delivery.emit([
    {
      channel,
      event: {
        type: 'message',
        subtype: 'message_deleted',
        hidden: true,
        deleted_ts: message.ts,
        previous_message: before,
        channel: channel.id,
        channel_type: CHANNEL_TYPE[channel.kind],
        ts,
        event_ts: ts,
      },
    },
  ]);
  workspace.changes.notify();
}

/** The events of a message with files: the message itself and one file_shared per file. */
export function sharedEvents(workspace: Workspace, channel: Channel, message: Message): SimEvent[] {
  const shared = message.files.map((file) => ({
    channel,
    event: {
      type: 'file_shared',
      file_id: file.id,
      user_id: message.user,
      file: { id: file.id },
      channel_id: channel.id,
      event_ts: workspace.nextTs(),
    },
  }));
  return [postedEvent(workspace, channel, message), ...shared];
}

/** Puts the files' shares in place for a message that carries them. */
export function recordShares(workspace: Workspace, message: Message): void {
  for (const file of message.files) {
    file.shares.push({
      channel: message.channel,
      ts: message.ts,
      ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
    });
    file.settledAtMs = workspace.now() + workspace.fileSettleMs;
  }
  workspace.later(workspace.fileSettleMs, () => workspace.changes.notify());
}
