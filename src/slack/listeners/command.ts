// The slash command: acknowledged at once, answered through its response_url.
import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { runCommand } from '../router.ts';
import type { InteractionContext } from './context.ts';
import { openNewBatch } from './new-batch.ts';

export async function onCommand(
  context: InteractionContext,
  { ack, command }: SlackCommandMiddlewareArgs & AllMiddlewareArgs,
): Promise<void> {
  const { commands, jobs, answer, respond } = context;
  await ack();
  const actor = { teamId: command.team_id, channelId: command.channel_id, userId: command.user_id };
  const open = () => openNewBatch(context, actor, command.trigger_id);
  const reply = await answer('command', () =>
    runCommand({ commands, jobs, openNewBatch: open }, actor, command.text),
  );
  if (reply !== null) await respond(command.response_url, reply);
}
