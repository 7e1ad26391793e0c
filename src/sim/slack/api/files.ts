// files.*: asking for an upload address, finishing an upload, reading and deleting files.

import { withBlockIds } from '../block.ts';
import { checkMessagePayload } from '../block-kit/payload.ts';
import type { Channel } from '../channel.ts';
import { fileTypeOf, type SimFile } from '../file.ts';
import { fileJson } from '../file-json.ts';
import { deleteFile } from '../file-removal.ts';
import { newId } from '../identity.ts';
import { type JsonObject, objectsAt, textAt } from '../json.ts';
import { newMessage } from '../message.ts';
import { recordShares, sharedEvents } from '../posting.ts';
import { appSeesFile, type PendingUpload, type Workspace } from '../workspace.ts';
import { checkThread, postableChannel } from './find.ts';
import { ApiError, type Call, type Method, refuseArguments } from './method.ts';

const MAX_UPLOAD_BYTES = 1_000_000_000;
const MAX_ALT_TEXT = 1000;
const MAX_CHANNELS = 100;

/** Method name → handler. */
export const FILE_METHODS: Record<string, Method> = {
  'files.info': {
    tier: 4,
    scopes: ['files:read'],
    args: ['file!', 'count', 'cursor', 'limit', 'page'],
    run: info,
  },
  'files.getUploadURLExternal': {
    tier: 4,
    scopes: ['files:write'],
    args: ['filename!', 'length!', 'alt_txt', 'snippet_type'],
    run: getUploadUrl,
  },
  'files.completeUploadExternal': {
    tier: 4,
    scopes: ['files:write'],
    args: ['files!', 'channel_id', 'channels', 'thread_ts', 'initial_comment', 'blocks'],
    run: completeUpload,
  },
  'files.delete': { tier: 3, scopes: ['files:write'], args: ['file!'], run: remove },
};

function visibleFile({ workspace, args }: Call): SimFile {
  const file = workspace.files.get(textAt(args, 'file') ?? '');
  if (file === undefined) throw new ApiError('file_not_found');
  if (file.deleted) throw new ApiError('file_deleted');
  if (!appSeesFile(workspace, file)) {
    const isPublic = file.shares.some(({ channel }) => workspace.channels.get(channel)?.kind === 'public');
    throw new ApiError(isPublic ? 'not_visible' : 'file_not_found');
  }
  if (file.connect === 'denied') throw new ApiError('access_denied');
  return file;
}

function info(call: Call): JsonObject {
  const file = visibleFile(call);
  return {
    file: fileJson(call.workspace, file, { withShares: true }),
    comments: [],
    response_metadata: { next_cursor: '' },
  };
}

function getUploadUrl({ workspace, args }: Call): JsonObject {
  const length = Number(args.length);
  if (!Number.isInteger(length) || length < 1) {
    throw refuseArguments('must be greater than 0 [json-pointer:/length]');
  }
  if (length > MAX_UPLOAD_BYTES) throw new ApiError('file_upload_size_restricted');
  const altText = textAt(args, 'alt_txt');
  if ((altText ?? '').length > MAX_ALT_TEXT) throw new ApiError('alt_txt_too_large');
  const ticket = newId('');
  const upload: PendingUpload = {
    fileId: newId('F'),
    name: textAt(args, 'filename') ?? '',
    lengthBytes: length,
    received: false,
    answerLost: false,
    completed: false,
    ...(altText === undefined ? {} : { altText }),
  };
  workspace.uploads.set(ticket, upload);
  return { upload_url: `${workspace.url}/upload/v1/${ticket}`, file_id: upload.fileId };
}

function completeUpload(call: Call): JsonObject {
  const { workspace, args } = call;
  const wanted = objectsAt(args, 'files');
  if (wanted.length === 0) throw refuseArguments('no fewer than 1 items allowed [json-pointer:/files]');
  for (const entry of wanted) {
    for (const key of Object.keys(entry)) {
      if (!['id', 'title', 'highlight_type'].includes(key))
        workspace.problem(`${call.method}: unknown field ${key}`);
    }
  }
  const uploads = wanted.map((entry) => {
    const id = textAt(entry, 'id');
    const upload = [...workspace.uploads.values()].find(({ fileId }) => fileId === id);
    if (!upload?.received || upload.completed) throw new ApiError('file_not_found');
    return { upload, title: textAt(entry, 'title') };
  });
  const channels = targetChannels(call);
  const threadTs = textAt(args, 'thread_ts');
  const [channel] = channels;
  if (threadTs !== undefined) {
    if (channels.length !== 1 || channel === undefined)
      throw refuseArguments('thread_ts needs exactly one channel');
    checkThread(workspace, channel, threadTs);
  }
  const comment = textAt(args, 'initial_comment') ?? '';
  if (comment !== '' && args.blocks !== undefined) {
    workspace.problem(`${call.method}: blocks are ignored beside initial_comment`);
  }
  const messages = checkMessagePayload(workspace, call.method, { ...args, text: comment || 'files' });
  if (messages.length > 0) throw new ApiError('invalid_blocks', { response_metadata: { messages } });
  const files = uploads.map(({ upload, title }) => addFile(workspace, upload, title));
  const shareable = files.filter((_file, index) => !isSpoiltByAltText(workspace, uploads[index]?.upload));
  for (const target of channels)
    share(workspace, target, shareable, comment, threadTs, objectsAt(args, 'blocks'));
  return { files: files.map(({ id, title }) => ({ id, title })) };
}

function targetChannels(call: Call): Channel[] {
  const { args } = call;
  const single = textAt(args, 'channel_id');
  const ids = [...(single ? [single] : []), ...(textAt(args, 'channels') ?? '').split(',').filter(Boolean)];
  if (ids.length > MAX_CHANNELS) throw new ApiError('channels_limit_exceeded');
  return ids.map((id) => {
    // A person's id is no place for a file; the D… id is needed.
    if (call.workspace.people.has(id)) throw new ApiError('invalid_channel');
    return postableChannel(call, id);
  });
}

function addFile(workspace: Workspace, upload: PendingUpload, title: string | undefined): SimFile {
  upload.completed = true;
  const file: SimFile = {
    id: upload.fileId,
    name: upload.name,
    title: title ?? upload.name,
    mimetype: fileTypeOf(upload.name).mimetype,
    size: upload.lengthBytes,
    mode: 'hosted',
    user: workspace.identity.botUserId,
    createdMs: workspace.now(),
    deleted: false,
    shares: [],
    settledAtMs: workspace.now() + workspace.fileSettleMs,
    givenToApp: false,
  };
  workspace.files.set(file.id, file);
  return file;
}

/** A file that is no image but has an alt text is silently never shared. */
function isSpoiltByAltText(workspace: Workspace, upload: PendingUpload | undefined): boolean {
  if (upload?.altText === undefined || fileTypeOf(upload.name).mimetype.startsWith('image/')) return false;
  workspace.problem('files.getUploadURLExternal: alt_txt on a file that is no image; it is never shared');
  return true;
}

/** Sharing happens after the answer, so the message appears a little later. */
function share(
  workspace: Workspace,
  channel: Channel,
  files: SimFile[],
  text: string,
  threadTs: string | undefined,
  blocks: JsonObject[],
): void {
  if (files.length === 0) return;
  workspace.later(workspace.fileSettleMs, () => {
    const message = newMessage({
      channel: channel.id,
      ts: workspace.nextTs(),
      user: workspace.identity.botUserId,
      subtype: 'file_share',
      text,
      blocks: text === '' ? withBlockIds(blocks) : [],
      files,
      ...(threadTs === undefined ? {} : { threadTs }),
    });
    channel.messages.push(message);
    recordShares(workspace, message);
    workspace.delivery.emit(sharedEvents(workspace, channel, message));
    workspace.changes.notify();
  });
}

function remove(call: Call): JsonObject {
  const file = visibleFile(call);
  if (file.user !== call.workspace.identity.botUserId) throw new ApiError('cant_delete_file');
  deleteFile(call.workspace, file);
  return {};
}
