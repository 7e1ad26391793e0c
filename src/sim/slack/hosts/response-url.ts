// The response_url of a command or interaction: five answers within thirty minutes.
// docs.slack.dev/interactivity/handling-user-interaction
import { withBlockIds } from '../block.ts';
import { checkMessagePayload } from '../block-kit/payload.ts';
import { newId } from '../identity.ts';
import { isObject, type JsonObject, objectsAt, textAt } from '../json.ts';
import { type Message, newMessage } from '../message.ts';
import type { ResponseUrl, Workspace } from '../workspace.ts';

const MAX_USES = 5;
const LIFE_MS = 30 * 60_000;
const KNOWN_FIELDS = new Set([
  'attachments',
  'blocks',
  'delete_original',
  'link_names',
  'metadata',
  'mrkdwn',
  'parse',
  'replace_original',
  'response_type',
  'text',
  'thread_ts',
  'unfurl_links',
  'unfurl_media',
]);

/** A new response_url for what the person just did. */
export function newResponseUrl(
  workspace: Workspace,
  person: string,
  channel: string,
  message?: Message,
): string {
  const token = newId('R');
  workspace.responseUrls.set(token, {
    person,
    channel,
    uses: 0,
    madeAtMs: workspace.now(),
    ...(message === undefined ? {} : { message }),
  });
  return `${workspace.url}/response/${token}`;
}

/** Takes one POST to a response_url; gives the HTTP status and body to answer with. */
export function takeResponse(
  workspace: Workspace,
  token: string,
  body: unknown,
): { status: number; body: string } {
  const entry = workspace.responseUrls.get(token);
  if (entry === undefined) return refuse(workspace, 404, 'no_such_url');
  if (workspace.now() - entry.madeAtMs > LIFE_MS) return refuse(workspace, 404, 'expired_url');
  if (entry.uses >= MAX_USES) return refuse(workspace, 404, 'used_url');
  if (!isObject(body)) return refuse(workspace, 400, 'invalid_payload');
  entry.uses += 1;
  for (const key of Object.keys(body)) {
    if (!KNOWN_FIELDS.has(key)) workspace.problem(`response_url: unknown field ${key}`);
  }
  const failure = answer(workspace, entry, body);
  if (failure === undefined) return { status: 200, body: 'ok' };
  // New blocks reach workspaces one after the other: no mistake of the app's.
  if (refusedTypes(workspace, body).length > 0)
    return { status: 400, body: JSON.stringify({ ok: false, error: failure }) };
  return refuse(workspace, 400, failure);
}

function refusedTypes(workspace: Workspace, body: JsonObject): string[] {
  const types = objectsAt(body, 'blocks').map((block) => textAt(block, 'type') ?? '');
  return types.filter((type) => workspace.refusedBlocks.includes(type));
}

function refuse(workspace: Workspace, status: number, error: string): { status: number; body: string } {
  workspace.problem(`response_url: ${error}`);
  return { status, body: JSON.stringify({ ok: false, error }) };
}

function answer(workspace: Workspace, entry: ResponseUrl, body: JsonObject): string | undefined {
  const channel = workspace.channels.get(entry.channel);
  if (channel === undefined) return 'channel_not_found';
  if (body.delete_original === true) {
    if (entry.message === undefined) return 'cant_delete_message';
    channel.messages = channel.messages.filter((message) => message !== entry.message);
    channel.ephemerals = channel.ephemerals.filter((message) => message !== entry.message);
    workspace.changes.notify();
    return undefined;
  }
  const errors = checkMessagePayload(workspace, 'response_url', body);
  if (errors.length > 0 || refusedTypes(workspace, body).length > 0) return 'invalid_blocks';
  if (body.replace_original === true && entry.message === undefined) {
    workspace.problem('response_url: replace_original, but there is no original message of the app');
  }
  if (body.replace_original === true && entry.message !== undefined) {
    entry.message.text = textAt(body, 'text') ?? '';
    entry.message.blocks = withBlockIds(objectsAt(body, 'blocks'));
    entry.message.editedTimes += 1;
    workspace.changes.notify();
    return undefined;
  }
  showReply(workspace, entry, body);
  return undefined;
}

/** Shows what the app answered: to the person only, or to the channel when it says `in_channel`. */
export function showReply(
  workspace: Workspace,
  where: { person: string; channel: string },
  body: JsonObject,
): Message | undefined {
  const channel = workspace.channels.get(where.channel);
  if (channel === undefined) return undefined;
  const threadTs = textAt(body, 'thread_ts');
  const message = newMessage({
    channel: channel.id,
    ts: workspace.nextTs(),
    user: workspace.identity.botUserId,
    text: textAt(body, 'text') ?? '',
    blocks: withBlockIds(objectsAt(body, 'blocks')),
    ...(threadTs === undefined ? {} : { threadTs }),
  });
  if (body.response_type === 'in_channel') channel.messages.push(message);
  else channel.ephemerals.push({ ...message, onlyFor: where.person });
  workspace.changes.notify();
  return channel.ephemerals.at(-1)?.ts === message.ts ? channel.ephemerals.at(-1) : message;
}
