// Words to the bot in the thread of a job do what its buttons and commands do.
import { UserError } from '../../core/errors.ts';
import type { Actor } from '../../jobs/find-job.ts';
import { runCommand } from '../router.ts';
import { commandIn, forJob, notUnderstood, numberIn, whichJob } from '../thread-words.ts';
import type { EventContext } from './context.ts';

/** @returns whether the thread is that of a job, and so whoever wrote has their answer */
export async function answerInThread(
  { jobs, commands, answer, slack }: EventContext,
  actor: Actor,
  threadTs: string,
  text: string | null,
): Promise<boolean> {
  const { teamId, channelId, userId } = actor;
  const here = await jobs.store.jobsInThread({ teamId, channelId, threadTs });
  if (here.length === 0) return false;
  const reply = await answer('words in a thread', async () => {
    const { number, words } = numberIn(text ?? '');
    const named = here.filter((job) => number === null || job.number === number);
    const [job] = named.length > 0 ? named : here;
    if (job === undefined || named.length !== 1) throw whichJob(here.map((one) => one.number));
    const command = commandIn(words, commands);
    if (command === null) throw notUnderstood(job.number);
    return runCommand({ commands, jobs, openNewBatch: noWindow }, actor, forJob(command, job.number));
  });
  // Not waited for: an event whose answer failed comes again, and its words would be carried out once more.
  if (reply !== null)
    jobs.background.run('answer in a thread', '', () =>
      slack.call(false, (client) =>
        client.chat.postEphemeral({
          channel: channelId,
          user: userId,
          thread_ts: threadTs,
          text: reply.text,
          blocks: reply.blocks,
        }),
      ),
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
