// The part of a Slack app manifest that decides what the app may do and what it is sent.
// Shape: docs.slack.dev/reference/app-manifest

export interface Manifest {
  display_information: { name: string };
  features?: {
    app_home?: {
      home_tab_enabled?: boolean;
      messages_tab_enabled?: boolean;
      messages_tab_read_only_enabled?: boolean;
    };
    bot_user?: { display_name: string; always_online?: boolean };
    slash_commands?: { command: string; description?: string; should_escape?: boolean }[];
    shortcuts?: { name: string; type: string; callback_id: string; description?: string }[];
  };
  oauth_config?: { scopes?: { bot?: string[] } };
  settings?: {
    event_subscriptions?: { bot_events?: string[] };
    interactivity?: { is_enabled: boolean };
    socket_mode_enabled?: boolean;
  };
}

/** The bot scopes the manifest asks for; all of them count as granted. */
export function grantedScopes(manifest: Manifest): string[] {
  return manifest.oauth_config?.scopes?.bot ?? [];
}

/** The names of the events the app is subscribed to, such as `message.im`. */
export function subscribedEvents(manifest: Manifest): string[] {
  return manifest.settings?.event_subscriptions?.bot_events ?? [];
}
