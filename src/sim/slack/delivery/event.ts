// Which events the app may receive, and the wrapper they travel in.

import { type Channel, EVENT_SUFFIX, SCOPE_PREFIX } from '../channel.ts';
import { newId } from '../identity.ts';
import { type JsonObject, textAt } from '../json.ts';
import { subscribedEvents } from '../manifest.ts';
import { botIsIn, type Workspace } from '../workspace.ts';
import type { SimEvent } from './contract.ts';

/** Every event the stand-in can send, with the scope it needs (docs.slack.dev/reference/events). */
export const EVENT_SCOPES: Record<string, string | undefined> = {
  app_home_opened: undefined,
  app_mention: 'app_mentions:read',
  app_uninstalled: undefined,
  channel_archive: 'channels:read',
  channel_left: 'channels:read',
  file_change: 'files:read',
  file_deleted: 'files:read',
  file_shared: 'files:read',
  group_archive: 'groups:read',
  group_left: 'groups:read',
  member_joined_channel: 'channels:read',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  reaction_added: 'reactions:read',
  reaction_removed: 'reactions:read',
  tokens_revoked: undefined,
};

/** The name an event is subscribed under: `message.im` for a message in a direct conversation. */
function eventName({ event, channel }: SimEvent): string {
  const type = textAt(event, 'type') ?? '';
  return type === 'message' && channel ? `message.${EVENT_SUFFIX[channel.kind]}` : type;
}

function scopeOf(name: string, channel: Channel | undefined): string | undefined {
  if (name === 'member_joined_channel' && channel) return `${SCOPE_PREFIX[channel.kind]}:read`;
  return EVENT_SCOPES[name];
}

/** True when the manifest subscribes to the event and scopes and membership allow it. */
export function isDeliverable(workspace: Workspace, simEvent: SimEvent): boolean {
  const { channel } = simEvent;
  const name = eventName(simEvent);
  if (!subscribedEvents(workspace.manifest).includes(name)) return false;
  const scope = scopeOf(name, channel);
  if (scope !== undefined && !workspace.scopes.has(scope)) return false;
  const lifecycle = name === 'app_uninstalled' || name === 'tokens_revoked';
  if (workspace.botTokenRevoked && !lifecycle) return false;
  if (name === 'channel_left' || name === 'group_left') return true;
  return channel === undefined || botIsIn(workspace, channel);
}

/** The `event_callback` wrapper around an event. */
export function wrapEvent(workspace: Workspace, event: JsonObject): JsonObject {
  const { identity } = workspace;
  return {
    token: identity.verificationToken,
    team_id: identity.teamId,
    enterprise_id: null,
    context_team_id: identity.teamId,
    context_enterprise_id: null,
    api_app_id: identity.appId,
    event,
    type: 'event_callback',
    event_id: newId('Ev'),
    event_time: Math.floor(workspace.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: identity.teamId,
        user_id: identity.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${newId('')}`,
  };
}

/** Subscriptions of the manifest that cannot work: unknown events, or a scope that is not asked for. */
export function checkSubscriptions(workspace: Workspace): string[] {
  return subscribedEvents(workspace.manifest).flatMap((name) => {
    if (!(name in EVENT_SCOPES)) return [`manifest: the stand-in does not know the event ${name}`];
    const scope = EVENT_SCOPES[name];
    if (scope === undefined || workspace.scopes.has(scope)) return [];
    return [`manifest: ${name} needs the scope ${scope}`];
  });
}
