// Whoever opens the conversation with the bot for the first time is told how to begin; right after an installation that is who installed it.
import { isAdmin } from '../../jobs/people/admit.ts';
import { welcomeMessage } from '../views/welcome.ts';
import { refusedEvent } from './admission.ts';
import type { EventContext } from './context.ts';

export async function welcomeOnce(
  { jobs, teamId, slack }: EventContext,
  { user, channel }: { user: string; channel: string },
): Promise<void> {
  const actor = { teamId, channelId: channel, userId: user };
  const key = `welcomed:${teamId}:${user}`;
  await jobs.locks.hold(key, async () => {
    if ((await jobs.store.setting(key)) !== null || (await refusedEvent(jobs, actor, null)) !== null) return;
    const { text, blocks } = welcomeMessage(await isAdmin(jobs, actor));
    await slack.call(false, (client) => client.chat.postMessage({ channel, text, blocks }));
    await jobs.store.saveSetting(key, String(jobs.clock.now()));
  });
}
