// Who people are, asked of Slack and remembered for some minutes.
import { ServiceError } from '../core/errors.ts';
import type { Standing } from '../core/people/role.ts';
import type { Clock } from '../ports/clock.ts';
import type { Directory, DirectoryPerson } from '../ports/directory.ts';
import type { SlackCaller } from './client.ts';

/** How long a guest that was a member until now may go on. */
const REMEMBERED_MS = 5 * 60_000;
const MOST_REMEMBERED = 5000;

/** @param teamId the workspace of the caller's token */
export function createDirectory(options: { slack: SlackCaller; clock: Clock; teamId: string }): Directory {
  const { slack, clock, teamId } = options;
  return {
    teamId,
    person: remember(clock, async (userId) => {
      const { user } = await slack.call(true, (client) => client.users.info({ user: userId }));
      if (user?.id !== userId) throw unreadable('users.info');
      return personOf(user, teamId);
    }),
    isShared: remember(clock, async (channelId) => {
      const { channel } = await slack.call(true, (client) =>
        client.conversations.info({ channel: channelId }),
      );
      if (channel?.id !== channelId) throw unreadable('conversations.info');
      return channel.is_ext_shared === true || channel.is_pending_ext_shared === true;
    }),
    groupMembers: remember(clock, async (groupId) => {
      try {
        const { users } = await slack.call(true, (client) =>
          client.usergroups.users.list({ usergroup: groupId }),
        );
        if (users === undefined) throw unreadable('usergroups.users.list');
        return users;
      } catch (error) {
        if (error instanceof ServiceError && error.code === 'no_such_subteam') return [];
        throw error;
      }
    }),
  };
}

interface SlackUser {
  team_id?: string | undefined;
  teams?: string[] | undefined;
  enterprise_user?: { teams?: string[] | undefined } | undefined;
  deleted?: boolean | undefined;
  is_bot?: boolean | undefined;
  is_workflow_bot?: boolean | undefined;
  is_connector_bot?: boolean | undefined;
  is_stranger?: boolean | undefined;
  is_restricted?: boolean | undefined;
  is_ultra_restricted?: boolean | undefined;
  is_invited_user?: boolean | undefined;
  is_admin?: boolean | undefined;
  is_owner?: boolean | undefined;
  is_primary_owner?: boolean | undefined;
}

function personOf(user: SlackUser, teamId: string): DirectoryPerson {
  const standing = standingOf(user, teamId);
  const isWorkspaceAdmin = user.is_admin === true || user.is_owner === true || user.is_primary_owner === true;
  return { standing, isWorkspaceAdmin: standing === 'member' && isWorkspaceAdmin };
}

function standingOf(user: SlackUser, teamId: string): Standing {
  if (user.deleted) return 'deactivated';
  if (user.is_bot || user.is_workflow_bot || user.is_connector_bot) return 'bot';
  // In an organisation of several workspaces a person has a home, and is a member of others too.
  const teams = [user.team_id, ...(user.teams ?? []), ...(user.enterprise_user?.teams ?? [])];
  if (user.is_stranger || !teams.includes(teamId)) return 'stranger';
  if (user.is_restricted || user.is_ultra_restricted || user.is_invited_user) return 'guest';
  return 'member';
}

function unreadable(method: string): ServiceError {
  return new ServiceError(
    'slack',
    'unknown',
    'unreadable-answer',
    `Slack’s answer to ${method} lacks a part.`,
  );
}

/** @returns the same question, asked once for several who wait, and not again for some minutes; a failure is not kept */
function remember<T>(clock: Clock, ask: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const known = new Map<string, { answer: Promise<T>; at: number }>();
  return (id) => {
    const found = known.get(id);
    if (found !== undefined && clock.now() - found.at < REMEMBERED_MS) return found.answer;
    known.delete(id);
    if (known.size >= MOST_REMEMBERED) known.delete(known.keys().next().value ?? '');
    const entry = { answer: ask(id), at: clock.now() };
    known.set(id, entry);
    entry.answer.catch(() => {
      if (known.get(id) === entry) known.delete(id);
    });
    return entry.answer;
  };
}
