// A file appeared in a conversation, without words: remembered, and in a channel offered to its uploader.
import { isDirectMessage } from '../../core/job/access.ts';
import { receiveFile } from '../../jobs/draft/receive-upload.ts';
import { channelSettings } from '../../jobs/people/settings.ts';
import type { FileShared } from '../event.ts';
import { refusedEvent } from './admission.ts';
import type { EventContext } from './context.ts';

/** Direct messages bring their files with the message; the bot's own files are results. */
export async function onFileShared(
  { jobs, botUserId, teamId }: EventContext,
  event: FileShared,
): Promise<void> {
  if (event.user_id === botUserId || isDirectMessage(event.channel_id)) return;
  const actor = { teamId, channelId: event.channel_id, userId: event.user_id };
  const refusal = await refusedEvent(jobs, actor, null);
  if (refusal !== null && PLACES.has(refusal)) return;
  const { offer } = await channelSettings(jobs, actor);
  // A guest's file is no job by itself, but a member may make one of it.
  await receiveFile(
    jobs,
    { ...actor, fileId: event.file_id },
    { offers: refusal === null && offer === 'always' },
  );
}

/** Where the bot does not work it does not look at files either. */
const PLACES = new Set(['refused-shared-channel', 'refused-other-channel', 'cannot-check']);
