// A conversation: its members, its messages, and what only one person saw in it.
import type { Message } from './message.ts';

export type ChannelKind = 'public' | 'private' | 'im';

export interface Channel {
  id: string;
  name: string;
  kind: ChannelKind;
  members: Set<string>;
  archived: boolean;
  /** Shared with another organisation through Slack Connect. */
  extShared?: boolean;
  messages: Message[];
  ephemerals: Message[];
  /** ts of messages that are gone; replying to one is bad luck, not a mistake of the app. */
  deletedTs: Set<string>;
  createdMs: number;
}

/** `message.channels`, `message.groups` and so on end in this word. */
export const EVENT_SUFFIX: Record<ChannelKind, string> = { public: 'channels', private: 'groups', im: 'im' };

/** The `channel_type` of events. */
export const CHANNEL_TYPE: Record<ChannelKind, string> = { public: 'channel', private: 'group', im: 'im' };

/** The first word of the scopes about a conversation of this kind, as in `groups:read`. */
export const SCOPE_PREFIX: Record<ChannelKind, string> = { public: 'channels', private: 'groups', im: 'im' };

/** The message with this ts that everyone sees, if it exists. */
export function findMessage(channel: Channel, ts: string): Message | undefined {
  return channel.messages.find((message) => message.ts === ts);
}

/** The parent and its replies, oldest first. */
export function threadOf(channel: Channel, ts: string): Message[] {
  return channel.messages.filter((message) => message.ts === ts || message.threadTs === ts);
}

/** True for a reply; a parent carries its own ts as thread_ts. */
export function isReply(message: Message): boolean {
  return message.threadTs !== undefined && message.threadTs !== message.ts;
}
