// reactions.*: emoji under messages.

import { textAt } from '../json.ts';
import { messageJson } from '../message-json.ts';
import { botIsIn } from '../workspace.ts';
import { existingMessage, visibleChannel } from './find.ts';
import { ApiError, type Call, type Method } from './method.ts';

const NAME = /^[a-z0-9_+'-]{1,100}(::skin-tone-[2-6])?$/;

/** Method name → handler. */
export const REACTION_METHODS: Record<string, Method> = {
  'reactions.add': {
    tier: 3,
    scopes: ['reactions:write'],
    args: ['channel!', 'timestamp!', 'name!'],
    run: add,
  },
  'reactions.remove': {
    tier: 2,
    scopes: ['reactions:write'],
    args: ['name!', 'channel', 'timestamp', 'file'],
    run: remove,
  },
  'reactions.get': {
    tier: 3,
    scopes: ['reactions:read'],
    args: ['channel', 'timestamp', 'full', 'file'],
    run: get,
  },
};

function target(call: Call) {
  const { workspace, args } = call;
  if (args.channel === undefined || args.timestamp === undefined) throw new ApiError('no_item_specified');
  const channel = visibleChannel(call);
  if (!botIsIn(workspace, channel)) throw new ApiError('channel_not_found');
  const message = existingMessage(channel, textAt(args, 'timestamp') ?? '');
  return { channel, message, name: textAt(args, 'name') ?? '' };
}

function add(call: Call) {
  const { channel, message, name } = target(call);
  const { identity } = call.workspace;
  if (channel.archived) throw new ApiError('is_archived');
  if (!NAME.test(name)) throw new ApiError('invalid_name');
  const reaction = message.reactions.find((known) => known.name === name);
  if (reaction?.users.includes(identity.botUserId)) throw new ApiError('already_reacted');
  if (reaction) reaction.users.push(identity.botUserId);
  else message.reactions.push({ name, users: [identity.botUserId] });
  call.workspace.delivery.emit([
    {
      channel,
      event: {
        type: 'reaction_added',
        user: identity.botUserId,
        reaction: name,
        item: { type: 'message', channel: channel.id, ts: message.ts },
        item_user: message.user,
        event_ts: call.workspace.nextTs(),
      },
    },
  ]);
  return {};
}

function remove(call: Call) {
  const { message, name } = target(call);
  const botUserId = call.workspace.identity.botUserId;
  const reaction = message.reactions.find((known) => known.name === name);
  if (!reaction?.users.includes(botUserId)) throw new ApiError('no_reaction');
  reaction.users = reaction.users.filter((user) => user !== botUserId);
  message.reactions = message.reactions.filter(({ users }) => users.length > 0);
  return {};
}

function get(call: Call) {
  const { channel, message } = target(call);
  return { type: 'message', channel: channel.id, message: messageJson(call.workspace, message) };
}
