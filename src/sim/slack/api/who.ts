// users.info, usergroups.users.list, bots.info and team.info.

import { textAt } from '../json.ts';
import { botProfile } from '../message-json.ts';
import { ApiError, type Call, type Method } from './method.ts';

/** Method name → handler. */
export const WHO_METHODS: Record<string, Method> = {
  'users.info': { tier: 4, scopes: ['users:read'], args: ['user!', 'include_locale'], run: user },
  'usergroups.users.list': {
    tier: 2,
    scopes: ['usergroups:read'],
    args: ['usergroup!', 'include_disabled'],
    run: groupUsers,
  },
  'bots.info': { tier: 3, scopes: ['users:read'], args: ['bot'], run: bot },
  'team.info': { tier: 3, scopes: ['team:read'], args: ['team', 'domain'], run: team },
};

function user({ workspace, args }: Call) {
  const { identity } = workspace;
  const id = textAt(args, 'user') ?? '';
  const isBot = id === identity.botUserId;
  const person = workspace.people.get(id);
  if (person === undefined && !isBot) throw new ApiError('user_not_found');
  const name = person?.name ?? identity.botName;
  const locale = args.include_locale === true ? { locale: 'en-US' } : {};
  const teamId = person?.otherTeamId ?? identity.teamId;
  const role = person?.role ?? (isBot ? 'bot' : 'member');
  // Of people from other organisations Slack tells no role.
  if (person?.otherTeamId !== undefined) {
    return {
      user: {
        id,
        team_id: teamId,
        name: name.toLowerCase(),
        deleted: person.deactivated,
        real_name: name,
        profile: { real_name: name, display_name: name, team: teamId },
        is_bot: false,
        is_app_user: false,
        is_stranger: true,
        updated: 1_700_000_000,
      },
    };
  }
  return {
    user: {
      id,
      team_id: teamId,
      name: name.toLowerCase(),
      deleted: person?.deactivated ?? false,
      real_name: name,
      tz: person?.timezone ?? 'America/Los_Angeles',
      tz_label: '',
      tz_offset: 0,
      profile: { real_name: name, display_name: name, team: identity.teamId, image_48: '' },
      is_admin: role === 'admin' || role === 'owner',
      is_owner: role === 'owner',
      is_restricted: role === 'multi-channel guest' || role === 'single-channel guest',
      is_ultra_restricted: role === 'single-channel guest',
      is_bot: role === 'bot',
      is_app_user: false,
      updated: 1_700_000_000,
      ...locale,
    },
  };
}

function groupUsers({ workspace, args }: Call) {
  const users = workspace.userGroups.get(textAt(args, 'usergroup') ?? '');
  if (users === undefined) throw new ApiError('no_such_subteam');
  return { users };
}

function bot({ workspace, args }: Call) {
  const id = textAt(args, 'bot') ?? workspace.identity.botId;
  if (id !== workspace.identity.botId) throw new ApiError('bot_not_found');
  return { bot: botProfile(workspace) };
}

function team({ workspace: { identity, url }, args }: Call) {
  const id = textAt(args, 'team') ?? identity.teamId;
  if (id !== identity.teamId) throw new ApiError('team_not_found');
  return {
    team: {
      id,
      name: identity.teamName,
      domain: identity.teamDomain,
      email_domain: '',
      icon: {},
      url: `${url}/`,
    },
  };
}
