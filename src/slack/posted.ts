// Messages of ours found again in a conversation, by the key that each is posted with.
import type { WebClient } from '@slack/web-api';
import type { Place } from '../ports/conversation.ts';
import type { SlackCaller } from './client.ts';

const METADATA_TYPE = 'claude_batches_message';
/** Pages of messages since the post; a conversation busier than this within minutes is not searched to its end. */
const PAGES = 5;
const PAGE_MESSAGES = 200;

export interface PostMetadata {
  event_type: string;
  event_payload: { key: string };
}

/** @returns what a message is posted with, so that it can be found again */
export function metadataOf(key: string): PostMetadata {
  return { event_type: METADATA_TYPE, event_payload: { key } };
}

interface Posted {
  ts?: string | undefined;
  metadata?: { event_type?: string | undefined; event_payload?: object | undefined } | undefined;
}

/**
 * @param sinceMs UTC milliseconds; older messages are not looked at
 * @returns the message with this key, or null (docs.slack.dev/messaging/message-metadata)
 * @throws ServiceError
 */
export async function findPosted(
  slack: SlackCaller,
  place: Place,
  key: string,
  sinceMs: number,
): Promise<{ ts: string } | null> {
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const { messages, next } = await slack.call(true, (client) => read(client, place, sinceMs, cursor));
    const found = messages.find((message) => isOurs(message, key));
    if (found?.ts !== undefined) return { ts: found.ts };
    if (!next) return null;
    cursor = next;
  }
  return null;
}

async function read(
  client: WebClient,
  { channelId, threadTs }: Place,
  sinceMs: number,
  cursor: string | undefined,
): Promise<{ messages: Posted[]; next: string | undefined }> {
  const options = {
    channel: channelId,
    oldest: (sinceMs / 1000).toFixed(6),
    limit: PAGE_MESSAGES,
    include_all_metadata: true,
    ...(cursor === undefined ? {} : { cursor }),
  };
  const answer =
    threadTs === null
      ? await client.conversations.history(options)
      : await client.conversations.replies({ ...options, ts: threadTs });
  return { messages: answer.messages ?? [], next: answer.response_metadata?.next_cursor };
}

function isOurs({ metadata }: Posted, key: string): boolean {
  const payload = metadata?.event_payload;
  return (
    metadata?.event_type === METADATA_TYPE && payload !== undefined && 'key' in payload && payload.key === key
  );
}
