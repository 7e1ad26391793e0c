// chat.*: posting, changing and deleting messages.

import { withBlockIds } from '../block.ts';
import { LIMITS } from '../block-kit/limits.ts';
import { checkMessagePayload } from '../block-kit/payload.ts';
import type { Channel } from '../channel.ts';
import { isObject, type JsonObject, objectsAt, textAt } from '../json.ts';
import { type Message, newMessage } from '../message.ts';
import { messageJson } from '../message-json.ts';
import { changedEvent, deleteFromChannel, postedEvent } from '../posting.ts';
import { botIsIn, directMessageOf } from '../workspace.ts';
import { checkThread, existingMessage, postableChannel, visibleChannel } from './find.ts';
import { ApiError, type Call, type Method } from './method.ts';

const MAX_METADATA_BYTES = 8000;
const write = { scopes: ['chat:write'] };

/** Method name → handler. */
export const CHAT_METHODS: Record<string, Method> = {
  'chat.postMessage': {
    ...write,
    tier: 'per-channel',
    args: [
      'channel!',
      'text',
      'blocks',
      'attachments',
      'markdown_text',
      'metadata',
      'thread_ts',
      'reply_broadcast',
      'unfurl_links',
      'unfurl_media',
      'link_names',
      'mrkdwn',
      'parse',
      'as_user',
      'icon_emoji',
      'icon_url',
      'username',
      'current_draft_last_updated_ts',
    ],
    run: post,
  },
  'chat.update': {
    ...write,
    tier: 3,
    args: [
      'channel!',
      'ts!',
      'text',
      'blocks',
      'attachments',
      'markdown_text',
      'metadata',
      'reply_broadcast',
      'file_ids',
      'link_names',
      'parse',
      'as_user',
      'unfurled_attachments',
    ],
    run: update,
  },
  'chat.postEphemeral': {
    ...write,
    tier: 4,
    args: [
      'channel!',
      'user!',
      'text',
      'blocks',
      'attachments',
      'markdown_text',
      'thread_ts',
      'link_names',
      'parse',
      'as_user',
      'icon_emoji',
      'icon_url',
      'username',
    ],
    run: postEphemeral,
  },
  'chat.delete': { ...write, tier: 3, args: ['channel!', 'ts!', 'as_user'], run: remove },
  'chat.getPermalink': { tier: 'special', scopes: [], args: ['channel!', 'message_ts!'], run: permalink },
};

function post(call: Call): JsonObject {
  const { workspace, args } = call;
  if (args.username !== undefined && !workspace.scopes.has('chat:write.customize')) {
    throw new ApiError('missing_scope', { needed: 'chat:write.customize' });
  }
  const channel = postableChannel(call);
  const content = readContent(call);
  const threadTs = textAt(args, 'thread_ts');
  checkThread(workspace, channel, threadTs);
  const message = newMessage({
    channel: channel.id,
    ts: workspace.nextTs(),
    user: workspace.identity.botUserId,
    ...content,
    ...readMetadata(args),
    ...(threadTs === undefined ? {} : { threadTs }),
    ...(args.reply_broadcast === true ? { subtype: 'thread_broadcast' } : {}),
  });
  channel.messages.push(message);
  workspace.delivery.emit([postedEvent(workspace, channel, message)]);
  return { channel: channel.id, ts: message.ts, message: messageJson(workspace, message) };
}

function update(call: Call): JsonObject {
  const { workspace, args } = call;
  const { channel, message } = ownMessage(call, 'cant_update_message');
  if (channel.archived) throw new ApiError('is_inactive');
  if ((textAt(args, 'text') ?? '').length > LIMITS.updateText) throw new ApiError('msg_too_long');
  if (args.file_ids !== undefined)
    workspace.problem('chat.update: file_ids is not supported by the stand-in');
  const before = messageJson(workspace, message);
  const content = readContent(call);
  // Text without blocks takes the blocks away; blocks without text keep the old fallback.
  message.text = args.text === undefined && args.markdown_text === undefined ? message.text : content.text;
  message.blocks = content.blocks;
  Object.assign(message, readMetadata(args));
  message.editedTimes += 1;
  workspace.delivery.emit([changedEvent(workspace, channel, message, before)]);
  return {
    channel: channel.id,
    ts: message.ts,
    text: message.text,
    message: messageJson(workspace, message),
  };
}

function postEphemeral(call: Call): JsonObject {
  const { workspace, args } = call;
  const channel = postableChannel(call);
  const user = textAt(args, 'user') ?? '';
  if (!channel.members.has(user)) throw new ApiError('user_not_in_channel');
  const content = readContent(call);
  const threadTs = textAt(args, 'thread_ts');
  checkThread(workspace, channel, threadTs);
  const ts = workspace.nextTs();
  channel.ephemerals.push(
    newMessage({
      channel: channel.id,
      ts,
      user: workspace.identity.botUserId,
      onlyFor: user,
      ...content,
      ...(threadTs === undefined ? {} : { threadTs }),
    }),
  );
  return { message_ts: ts };
}

function remove(call: Call): JsonObject {
  const { workspace } = call;
  const { channel, message } = ownMessage(call, 'cant_delete_message');
  if (channel.archived) throw new ApiError('cant_delete_message');
  deleteFromChannel(workspace, channel, message);
  return { channel: channel.id, ts: message.ts };
}

function permalink(call: Call): JsonObject {
  const { workspace, args } = call;
  const channel = visibleChannel(call);
  const message = existingMessage(channel, textAt(args, 'message_ts') ?? '');
  const thread = message.threadTs === undefined ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
  return {
    channel: channel.id,
    permalink: `${workspace.url}/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`,
  };
}

function ownMessage(call: Call, refusal: string): { channel: Channel; message: Message } {
  const { workspace, args } = call;
  const id = textAt(args, 'channel') ?? '';
  const channel = workspace.people.has(id) ? directMessageOf(workspace, id) : visibleChannel(call);
  if (!botIsIn(workspace, channel)) throw new ApiError('channel_not_found');
  const message = existingMessage(channel, textAt(args, 'ts') ?? '');
  if (message.user !== workspace.identity.botUserId) throw new ApiError(refusal);
  return { channel, message };
}

function readContent(call: Call): Pick<Message, 'text' | 'blocks'> {
  const { workspace, method, args } = call;
  const markdown = textAt(args, 'markdown_text');
  const text = textAt(args, 'text') ?? '';
  const blocks = args.blocks;
  if (markdown !== undefined && (text !== '' || blocks !== undefined))
    throw new ApiError('markdown_text_conflict');
  if ((markdown ?? '').length > LIMITS.markdown) throw new ApiError('msg_too_long');
  const isEmpty = text === '' && !markdown && (!Array.isArray(blocks) || blocks.length === 0);
  if (isEmpty && objectsAt(args, 'attachments').length === 0) throw new ApiError('no_text');
  if (text.length > LIMITS.updateText) {
    workspace.problem(`${method}: text of ${text.length} characters; Slack splits or refuses above 4,000`);
  }
  const messages = checkMessagePayload(workspace, method, args);
  // Not the app's mistake, so no problem: new blocks reach workspaces one after the other.
  for (const type of objectsAt(args, 'blocks').map((block) => textAt(block, 'type') ?? ''))
    if (workspace.refusedBlocks.includes(type)) messages.push(`[ERROR] unsupported type: ${type}`);
  if (messages.length > 0) throw new ApiError('invalid_blocks', { response_metadata: { messages } });
  return {
    text: (markdown ?? text).slice(0, LIMITS.text),
    blocks: withBlockIds(objectsAt(args, 'blocks')),
  };
}

function readMetadata(args: JsonObject): { metadata?: JsonObject } {
  const metadata = args.metadata;
  if (metadata === undefined) return {};
  const isValid =
    isObject(metadata) && typeof metadata.event_type === 'string' && isObject(metadata.event_payload);
  if (!isValid) throw new ApiError('invalid_metadata_format');
  if (JSON.stringify(metadata).length > MAX_METADATA_BYTES) throw new ApiError('metadata_too_large');
  return { metadata };
}
