// A direct message: its files become jobs, without any mention; words alone get help.
import { UserError } from '../../core/errors.ts';
import { receiveAddressedFiles } from '../../jobs/draft/receive-upload.ts';
import type { DirectMessage } from '../event.ts';
import { ACCEPTED_FILES } from '../views/accepted-files.ts';
import { refusedEvent } from './admission.ts';
import type { EventContext } from './context.ts';
import { filesOf, promptOf, readBeside } from './mention.ts';
import { answerInThread } from './thread.ts';

export async function onDirectMessage(context: EventContext, event: DirectMessage): Promise<void> {
  const { jobs, botUserId, teamId } = context;
  const { user, channel, ts, thread_ts: threadTs, subtype } = event;
  const isPersons = user !== undefined && user !== botUserId && !event.bot_id && !event.hidden;
  if (!isPersons || (subtype !== undefined && subtype !== 'file_share')) return;
  const place = { channelId: channel, threadTs: threadTs ?? null };
  const where = { teamId, channelId: channel, userId: user };
  if ((await refusedEvent(jobs, where, place)) !== null) return;
  const files = filesOf(event);
  const text = promptOf(event.text ?? '', botUserId);
  if (files.length === 0) {
    if (threadTs !== undefined && (await answerInThread(context, where, threadTs, text))) return;
    await jobs.notifier.tell(place, user, NO_FILE);
    return;
  }
  const parts = readBeside(context, text);
  if (parts instanceof UserError) {
    await jobs.notifier.tell(place, user, parts);
    return;
  }
  await receiveAddressedFiles(jobs, {
    teamId,
    channelId: channel,
    userId: user,
    messageTs: ts,
    threadTs: threadTs ?? null,
    ...parts,
    files,
  });
}

const NO_FILE = new UserError(
  'no-file',
  `Drop ${ACCEPTED_FILES} here, with what Claude should do with each.`,
  'For example: “Write a product description for {{name}}”. /batch help shows more.',
);
