// The settings of a workspace and its channels: read, and changed one after the other, with who changed what in the log.
import {
  type ChannelSettings,
  readChannelSettings,
  readWorkspaceSettings,
  type WorkspaceSettings,
} from '../../core/people/settings.ts';
import type { Deps } from '../deps.ts';
import type { Actor } from './actor.ts';

const workspaceKey = (teamId: string) => `workspace-settings:${teamId}`;
const channelKey = (teamId: string, channelId: string) => `channel-settings:${teamId}:${channelId}`;

/** @throws UserError when they cannot be read */
export async function workspaceSettings(
  { store }: Pick<Deps, 'store'>,
  teamId: string,
): Promise<WorkspaceSettings> {
  return readWorkspaceSettings(await store.setting(workspaceKey(teamId)));
}

/** @throws UserError when they cannot be read */
export async function channelSettings(
  { store }: Pick<Deps, 'store'>,
  where: { teamId: string; channelId: string },
): Promise<ChannelSettings> {
  return readChannelSettings(await store.setting(channelKey(where.teamId, where.channelId)));
}

/** @returns the model of a fresh draft in this workspace */
export async function defaultModelOf(deps: Pick<Deps, 'store' | 'options'>, teamId: string): Promise<string> {
  return (await workspaceSettings(deps, teamId)).defaultModel ?? deps.options.defaultModel;
}

/** Whoever calls this has been admitted to 'configure'. */
export async function changeWorkspaceSettings(
  deps: Deps,
  actor: Actor,
  change: Partial<WorkspaceSettings>,
): Promise<WorkspaceSettings> {
  const key = workspaceKey(actor.teamId);
  return deps.locks.hold(key, async () => {
    const settings = { ...(await workspaceSettings(deps, actor.teamId)), ...change };
    await deps.store.saveSetting(key, JSON.stringify(settings));
    deps.log.info(
      { by: actor.userId, teamId: actor.teamId, change: JSON.stringify(change) },
      'workspace settings changed',
    );
    return settings;
  });
}

/** Any full member who is in the channel may. */
export async function changeChannelSettings(
  deps: Deps,
  actor: Actor,
  change: Partial<ChannelSettings>,
): Promise<ChannelSettings> {
  const key = channelKey(actor.teamId, actor.channelId);
  return deps.locks.hold(key, async () => {
    const settings = { ...(await channelSettings(deps, actor)), ...change };
    await deps.store.saveSetting(key, JSON.stringify(settings));
    deps.log.info(
      { by: actor.userId, channelId: actor.channelId, change: JSON.stringify(change) },
      'channel settings changed',
    );
    return settings;
  });
}
