// The slash command: acknowledged at once, answered through its response_url.
import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { runCommand } from '../router.ts';
import type { InteractionContext } from './context.ts';

export async function onCommand(
  { commands, jobs, answer, respond }: InteractionContext,
  { ack, command }: SlackCommandMiddlewareArgs & AllMiddlewareArgs,
): Promise<void> {
  await ack();
  const actor = { teamId: command.team_id, channelId: command.channel_id, userId: command.user_id };
  const reply = await answer('command', () => runCommand({ commands, jobs }, actor, command.text));
  if (reply !== null) await respond(command.response_url, reply);
}
