// A message as the Web API and payloads show it.
import { fileJson } from './file-json.ts';
import type { JsonObject } from './json.ts';
import type { Message } from './message.ts';
import type { Workspace } from './workspace.ts';

/** The message as the Web API and payloads show it (without `channel`). */
export function messageJson(workspace: Workspace, message: Message): JsonObject {
  const { identity } = workspace;
  const byBot = message.user === identity.botUserId;
  return {
    type: 'message',
    ...(message.subtype === undefined ? {} : { subtype: message.subtype }),
    user: message.user,
    text: message.text,
    ts: message.ts,
    team: identity.teamId,
    ...(byBot ? { bot_id: identity.botId, app_id: identity.appId, bot_profile: botProfile(workspace) } : {}),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(message.files.length > 0
      ? {
          upload: false,
          display_as_bot: false,
          files: message.files.map((file) => fileJson(workspace, file, { withShares: false })),
        }
      : {}),
    ...(message.reactions.length > 0
      ? { reactions: message.reactions.map((reaction) => ({ ...reaction, count: reaction.users.length })) }
      : {}),
    ...(message.editedTimes > 0 && message.blocks.length === 0
      ? { edited: { user: message.user, ts: message.ts } }
      : {}),
  };
}

/** Who the bot is, as shown beside its messages. */
export function botProfile({ identity }: Workspace): JsonObject {
  return {
    id: identity.botId,
    app_id: identity.appId,
    user_id: identity.botUserId,
    name: identity.botName,
    deleted: false,
    updated: 1_700_000_000,
    icons: { image_36: '', image_48: '', image_72: '' },
    team_id: identity.teamId,
  };
}
