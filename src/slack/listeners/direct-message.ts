// A direct message: its files become jobs, without any mention; words alone get help.
import { UserError } from '../../core/errors.ts';
import { receiveAddressedFiles } from '../../jobs/draft/receive-upload.ts';
import type { DirectMessage } from '../event.ts';
import { refusedEvent } from './admission.ts';
import type { EventContext } from './context.ts';
import { filesOf, promptOf } from './mention.ts';

export async function onDirectMessage(
  { jobs, botUserId, teamId }: EventContext,
  event: DirectMessage,
): Promise<void> {
  const { user, channel, ts, thread_ts: threadTs, subtype } = event;
  const isPersons = user !== undefined && user !== botUserId && !event.bot_id && !event.hidden;
  if (!isPersons || (subtype !== undefined && subtype !== 'file_share')) return;
  const place = { channelId: channel, threadTs: threadTs ?? null };
  if ((await refusedEvent(jobs, { teamId, channelId: channel, userId: user }, place)) !== null) return;
  const files = filesOf(event);
  if (files.length === 0) {
    await jobs.notifier.tell(place, user, NO_FILE);
    return;
  }
  const prompt = promptOf(event.text ?? '', botUserId);
  await receiveAddressedFiles(jobs, {
    teamId,
    channelId: channel,
    userId: user,
    messageTs: ts,
    threadTs: threadTs ?? null,
    prompt,
    files,
  });
}

const NO_FILE = new UserError(
  'no-file',
  'Drop a CSV, text or JSONL file here, or PDF, Word and image files, with what Claude should do with each.',
  'For example: “Write a product description for {{name}}”. /batch help shows more.',
);
