// The bot was invited to a channel: whoever did it is told how to begin, and nobody else is called.
import type { Joined } from '../event.ts';
import { welcomeReply } from '../views/welcome.ts';
import { refusedEvent } from './admission.ts';
import type { EventContext } from './context.ts';

export async function onJoined(
  { jobs, botUserId, teamId, slack }: EventContext,
  { user, channel, inviter }: Joined,
): Promise<void> {
  if (user !== botUserId || inviter === undefined) return;
  const place = { channelId: channel, threadTs: null };
  // Where the bot is not to work, they learn it now.
  if ((await refusedEvent(jobs, { teamId, channelId: channel, userId: inviter }, place)) !== null) return;
  const { text, blocks } = welcomeReply();
  await slack.call(false, (client) => client.chat.postEphemeral({ channel, user: inviter, text, blocks }));
}
