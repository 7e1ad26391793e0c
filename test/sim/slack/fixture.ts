// A workspace with a manifest that allows everything, and real Slack clients connected to it.
import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { type Manifest, type SlackOptions, type SlackSim, startSlack } from '../../../src/sim/slack/index.ts';

const MANIFEST: Manifest = {
  display_information: { name: 'Helper' },
  features: {
    app_home: {
      home_tab_enabled: true,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    },
    bot_user: { display_name: 'helper' },
    slash_commands: [{ command: '/help-me', should_escape: false }],
    shortcuts: [
      { name: 'New', type: 'global', callback_id: 'new' },
      { name: 'Use this', type: 'message', callback_id: 'use' },
    ],
  },
  oauth_config: {
    scopes: {
      bot: [
        'app_mentions:read',
        'channels:history',
        'channels:read',
        'chat:write',
        'commands',
        'files:read',
        'files:write',
        'groups:history',
        'groups:read',
        'im:history',
        'im:read',
        'im:write',
        'reactions:read',
        'reactions:write',
        'team:read',
        'users:read',
      ],
    },
  },
  settings: {
    event_subscriptions: {
      bot_events: [
        'app_home_opened',
        'app_mention',
        'app_uninstalled',
        'file_deleted',
        'file_shared',
        'message.channels',
        'message.im',
        'tokens_revoked',
      ],
    },
    interactivity: { is_enabled: true },
    socket_mode_enabled: true,
  },
};

/** A copy of the manifest with other scopes or events. */
export function manifestWith(changes: {
  scopes?: string[];
  events?: string[];
  socketMode?: boolean;
}): Manifest {
  return {
    ...MANIFEST,
    oauth_config: { scopes: { bot: changes.scopes ?? MANIFEST.oauth_config?.scopes?.bot ?? [] } },
    settings: {
      ...MANIFEST.settings,
      socket_mode_enabled: changes.socketMode ?? true,
      event_subscriptions: {
        bot_events: changes.events ?? MANIFEST.settings?.event_subscriptions?.bot_events ?? [],
      },
    },
  };
}

/** A workspace with Ann and Bob in #general, the bot too. */
export async function startWorld(options: Partial<SlackOptions> = {}) {
  const slack = await startSlack({ manifest: MANIFEST, ...options });
  const ann = slack.addPerson('Ann');
  const bob = slack.addPerson('Bob');
  const general = slack.addChannel('general', { members: [ann, bob] });
  const client = new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
  return { slack, ann, bob, general, client };
}

/** A Bolt app in Socket Mode, not started yet. */
export function createSocketApp(slack: SlackSim, clientPingTimeout = 300): App {
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 1 } };
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    installerOptions: { clientOptions: { ...clientOptions } },
    clientPingTimeout,
    logLevel: LogLevel.ERROR,
  });
  return new App({ token: slack.botToken, receiver, clientOptions, logLevel: LogLevel.ERROR });
}
