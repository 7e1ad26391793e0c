// A file appeared in a conversation, without words: remembered, and in a channel offered to its uploader.
import { isDirectMessage } from '../../core/job/access.ts';
import { receiveFile } from '../../jobs/draft/receive-upload.ts';
import type { FileShared } from '../event.ts';
import type { EventContext } from './context.ts';

/** Direct messages bring their files with the message; the bot's own files are results. */
export async function onFileShared(
  { jobs, botUserId, teamId }: EventContext,
  event: FileShared,
): Promise<void> {
  if (event.user_id === botUserId || isDirectMessage(event.channel_id)) return;
  await receiveFile(jobs, {
    teamId,
    channelId: event.channel_id,
    userId: event.user_id,
    fileId: event.file_id,
  });
}
