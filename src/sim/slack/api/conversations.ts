// conversations.*: what a conversation is, who is in it, opening and joining.
import { type Channel, SCOPE_PREFIX } from '../channel.ts';
import { type JsonObject, textAt } from '../json.ts';
import { botIsIn, directMessageOf, type Workspace } from '../workspace.ts';
import { visibleChannel } from './find.ts';
import { ApiError, type Call, type Method, refuseArguments, requireScope } from './method.ts';

const READ = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];
const DEFAULT_PAGE = 100;
const MAX_PAGE = 1000;

/** Method name → handler. */
export const CONVERSATION_METHODS: Record<string, Method> = {
  'conversations.open': {
    tier: 3,
    scopes: ['im:write', 'mpim:write', 'channels:manage', 'groups:write'],
    args: ['channel', 'users', 'return_im', 'prevent_creation'],
    run: open,
  },
  'conversations.info': {
    tier: 3,
    scopes: READ,
    args: ['channel!', 'include_locale', 'include_num_members'],
    run: info,
  },
  'conversations.members': { tier: 4, scopes: READ, args: ['channel!', 'cursor', 'limit'], run: members },
  'conversations.join': { tier: 3, scopes: ['channels:join'], args: ['channel!'], run: join },
};

function open(call: Call): JsonObject {
  const { workspace, args } = call;
  const users = (textAt(args, 'users') ?? '').split(',').filter((id) => id !== '');
  requireScope(workspace, 'im:write');
  if (args.channel !== undefined) return { channel: { id: visibleChannel(call).id } };
  const [user] = users;
  if (user === undefined) throw new ApiError('users_list_not_supplied');
  if (users.length > 1) throw new ApiError('too_many_users');
  const person = workspace.people.get(user);
  if (person === undefined) throw new ApiError('user_not_found');
  if (person.deactivated) throw new ApiError('user_disabled');
  const channel = directMessageOf(workspace, user);
  return { channel: args.return_im === true ? channelJson(workspace, channel) : { id: channel.id } };
}

function info(call: Call): JsonObject {
  const { workspace, args } = call;
  const channel = visibleChannel(call);
  requireScope(workspace, `${SCOPE_PREFIX[channel.kind]}:read`);
  const count = args.include_num_members === true ? { num_members: channel.members.size } : {};
  const locale = args.include_locale === true ? { locale: 'en-US' } : {};
  return { channel: { ...channelJson(workspace, channel), ...count, ...locale } };
}

function members(call: Call): JsonObject {
  const { workspace, args } = call;
  const channel = visibleChannel(call);
  requireScope(workspace, `${SCOPE_PREFIX[channel.kind]}:read`);
  const page = pageOf(args);
  const all = [...channel.members];
  const next = page.offset + page.limit;
  return {
    members: all.slice(page.offset, next),
    response_metadata: { next_cursor: next < all.length ? cursorAt(next) : '' },
  };
}

function join(call: Call): JsonObject {
  const { workspace } = call;
  const channel = visibleChannel(call);
  if (channel.kind !== 'public') throw new ApiError('method_not_supported_for_channel_type');
  if (channel.archived) throw new ApiError('is_archived');
  channel.members.add(workspace.identity.botUserId);
  return { channel: channelJson(workspace, channel) };
}

/** A page from `limit` and `cursor`; throws invalid_cursor and invalid_arguments. */
export function pageOf(args: JsonObject): { offset: number; limit: number } {
  const limit = typeof args.limit === 'number' ? args.limit : DEFAULT_PAGE;
  if (limit < 1 || limit > MAX_PAGE) throw refuseArguments(`limit must be from 1 to ${MAX_PAGE}`);
  const cursor = textAt(args, 'cursor');
  if (cursor === undefined || cursor === '') return { offset: 0, limit };
  const offset = Number(Buffer.from(cursor, 'base64').toString().replace('offset:', ''));
  if (!Number.isInteger(offset) || offset < 0) throw new ApiError('invalid_cursor');
  return { offset, limit };
}

/** The cursor of a page that begins at this offset. */
export function cursorAt(offset: number): string {
  return Buffer.from(`offset:${offset}`).toString('base64');
}

function channelJson(workspace: Workspace, channel: Channel): JsonObject {
  const created = Math.floor(channel.createdMs / 1000);
  const base = {
    id: channel.id,
    created,
    is_archived: channel.archived,
    context_team_id: workspace.identity.teamId,
  };
  if (channel.kind === 'im') {
    const user = [...channel.members].find((member) => member !== workspace.identity.botUserId);
    return { ...base, is_im: true, is_org_shared: false, user, is_user_deleted: false, priority: 0 };
  }
  return {
    ...base,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: true,
    is_group: channel.kind === 'private',
    is_im: false,
    is_mpim: false,
    is_private: channel.kind === 'private',
    is_member: botIsIn(workspace, channel),
    is_general: false,
    is_shared: channel.extShared === true,
    is_ext_shared: channel.extShared === true,
    is_org_shared: false,
    creator: [...channel.members][0] ?? '',
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}
