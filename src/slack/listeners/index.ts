// Every event that the manifest subscribes to, with what handles it.
import type { EventBody } from '../event.ts';
import type { EventContext } from './context.ts';
import { onDirectMessage } from './direct-message.ts';
import { onFileShared } from './file-shared.ts';
import { onHomeOpened } from './home.ts';
import { onJoined } from './joined.ts';
import { onMention } from './mention.ts';

/** Slack's name of an event in the manifest, to the type it arrives with. */
export const SUBSCRIBED: Record<string, EventBody['event']['type']> = {
  app_home_opened: 'app_home_opened',
  app_mention: 'app_mention',
  file_shared: 'file_shared',
  member_joined_channel: 'member_joined_channel',
  'message.im': 'message',
};

/** Handles one event. @throws when it should be handled again later */
export function handleEvent(
  context: Omit<EventContext, 'teamId'>,
  { event, team_id: teamId }: EventBody,
): Promise<void> {
  const known = { ...context, teamId };
  switch (event.type) {
    case 'app_mention':
      return onMention(known, event);
    case 'message':
      return onDirectMessage(known, event);
    case 'app_home_opened':
      return onHomeOpened(known, event);
    case 'member_joined_channel':
      return onJoined(known, event);
    case 'file_shared':
      return onFileShared(known, event);
  }
}
