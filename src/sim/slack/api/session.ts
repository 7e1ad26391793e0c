// auth.* and apps.connections.open.
import { newId } from '../identity.ts';
import type { Workspace } from '../workspace.ts';
import { ApiError, type Call, type Method } from './method.ts';

/** Method name → handler. */
export const SESSION_METHODS: Record<string, Method> = {
  'auth.test': { tier: 'special', scopes: [], args: [], run: test },
  'auth.revoke': { tier: 3, scopes: [], args: ['test'], run: revoke },
  'apps.connections.open': { tier: 3, scopes: [], args: [], token: 'app', run: openConnection },
};

function test({ workspace: { identity, url } }: Call) {
  return {
    url: `${url}/`,
    team: identity.teamName,
    user: identity.botName,
    team_id: identity.teamId,
    user_id: identity.botUserId,
    bot_id: identity.botId,
    is_enterprise_install: false,
  };
}

function revoke({ workspace, args }: Call) {
  if (args.test !== '1' && args.test !== 'true') revokeBotToken(workspace);
  return { revoked: workspace.botTokenRevoked };
}

/** Ends the installation: the bot token stops working, both lifecycle events go out in random order. */
export function revokeBotToken(workspace: Workspace): void {
  workspace.botTokenRevoked = true;
  workspace.delivery.emit([
    { event: { type: 'app_uninstalled', event_ts: workspace.nextTs() } },
    {
      event: {
        type: 'tokens_revoked',
        tokens: { oauth: [], bot: [workspace.identity.botUserId] },
        event_ts: workspace.nextTs(),
      },
    },
  ]);
  workspace.changes.notify();
}

function openConnection({ workspace }: Call) {
  if (workspace.manifest.settings?.socket_mode_enabled !== true) {
    workspace.problem('apps.connections.open: the manifest does not turn Socket Mode on');
    throw new ApiError('access_denied');
  }
  const ticket = newId('');
  workspace.tickets.set(ticket, workspace.now());
  const address = workspace.url.replace('http:', 'ws:');
  return { url: `${address}/link/?ticket=${ticket}&app_id=${workspace.identity.appId}` };
}
