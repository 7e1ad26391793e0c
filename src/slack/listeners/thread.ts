// Words to the bot in the thread of a job do what its buttons and commands do.
import { UserError } from '../../core/errors.ts';
import type { Actor } from '../../jobs/find-job.ts';
import { runCommand } from '../router.ts';
import { commandIn, forJob, notUnderstood } from '../thread-words.ts';
import { errorReply } from '../views/reply.ts';
import type { EventContext } from './context.ts';

/** @returns whether the thread is that of a job, and so whoever wrote has their answer */
export async function answerInThread(
  { jobs, commands, answer, slack }: EventContext,
  actor: Actor,
  threadTs: string,
  text: string | null,
): Promise<boolean> {
  const { teamId, channelId, userId } = actor;
  const job = await jobs.store.jobInThread({ teamId, channelId, threadTs });
  if (job === null) return false;
  const command = text === null ? null : commandIn(text, commands);
  const reply =
    command === null
      ? errorReply(notUnderstood(job.number))
      : await answer('words in a thread', () =>
          runCommand({ commands, jobs, openNewBatch: noWindow }, actor, forJob(command, job.number)),
        );
  if (reply !== null)
    await slack.call(false, (client) =>
      client.chat.postEphemeral({
        channel: channelId,
        user: userId,
        thread_ts: threadTs,
        text: reply.text,
        blocks: reply.blocks,
      }),
    );
  return true;
}

/** A message opens no window. */
async function noWindow(): Promise<never> {
  throw new UserError(
    'no-window',
    'A window cannot be opened from a message.',
    'Choose “Batch these files” in the menu of the message with the files.',
  );
}
