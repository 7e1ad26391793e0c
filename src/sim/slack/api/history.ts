// conversations.history and conversations.replies.

import { type Channel, isReply, SCOPE_PREFIX, threadOf } from '../channel.ts';
import { type JsonObject, textAt } from '../json.ts';
import type { Message } from '../message.ts';
import { messageJson } from '../message-json.ts';
import { botIsIn } from '../workspace.ts';
import { cursorAt, pageOf } from './conversations.ts';
import { visibleChannel } from './find.ts';
import { ApiError, type Call, type Method, requireScope } from './method.ts';

const HISTORY = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];
const RANGE = ['latest', 'oldest', 'inclusive', 'limit', 'cursor', 'include_all_metadata'];

/** Method name → handler. */
export const HISTORY_METHODS: Record<string, Method> = {
  'conversations.history': { tier: 3, scopes: HISTORY, args: ['channel!', ...RANGE], run: history },
  'conversations.replies': { tier: 3, scopes: HISTORY, args: ['channel!', 'ts!', ...RANGE], run: replies },
};

function readableChannel(call: Call): Channel {
  const channel = visibleChannel(call);
  requireScope(call.workspace, `${SCOPE_PREFIX[channel.kind]}:history`);
  if (!botIsIn(call.workspace, channel)) throw new ApiError('not_in_channel');
  return channel;
}

function history(call: Call): JsonObject {
  const channel = readableChannel(call);
  const shown = channel.messages.filter(
    (message) => !isReply(message) || message.subtype === 'thread_broadcast',
  );
  return answer(call, channel, shown.toReversed());
}

function replies(call: Call): JsonObject {
  const channel = readableChannel(call);
  const thread = threadOf(channel, textAt(call.args, 'ts') ?? '');
  if (thread.length === 0) throw new ApiError('thread_not_found');
  return answer(call, channel, thread);
}

function answer({ workspace, args }: Call, channel: Channel, messages: Message[]): JsonObject {
  const oldest = textAt(args, 'oldest') ?? '0';
  const latest = textAt(args, 'latest') ?? '9999999999.999999';
  const isInclusive = args.inclusive === true;
  const within = messages.filter(({ ts }) => {
    if (isInclusive && (ts === oldest || ts === latest)) return true;
    return order(ts) > order(oldest) && order(ts) < order(latest);
  });
  const { offset, limit } = pageOf(args);
  const next = offset + limit;
  const hasMore = next < within.length;
  return {
    messages: within.slice(offset, next).map((message) => {
      const replyCount = threadOf(channel, message.ts).length - 1;
      return {
        ...messageJson(workspace, message),
        ...(replyCount > 0 ? { thread_ts: message.ts, reply_count: replyCount } : {}),
        ...(args.include_all_metadata === true && message.metadata ? { metadata: message.metadata } : {}),
      };
    }),
    has_more: hasMore,
    ...(hasMore ? { response_metadata: { next_cursor: cursorAt(next) } } : {}),
  };
}

/** A ts as a whole number of microseconds. */
function order(ts: string): bigint {
  const [seconds = '0', micros = ''] = ts.split('.');
  return BigInt(seconds + micros.padEnd(6, '0'));
}
