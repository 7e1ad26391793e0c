// A job from a file that stands in this conversation already, or that the person shared themselves elsewhere.

import type { Settings } from '../../core/draft/settings.ts';
import { UserError } from '../../core/errors.ts';
import type { Job, Source } from '../../core/job/job.ts';
import type { SharedFile } from '../../ports/conversation.ts';
import type { Deps } from '../deps.ts';
import type { Actor } from '../find-job.ts';
import { startJob } from './start-job.ts';

export interface FileOptions {
  settings: Partial<Settings>;
  oncePerUpload: boolean;
  builder?: Source['builder'] | undefined;
}

/**
 * Starts the job in the thread of the file's message, when it has one here.
 * @returns null when this upload has a job already and may have only one
 * @throws UserError in the words for a file that does not exist, so that nobody can guess what is shared elsewhere
 */
export async function startFromFile(
  deps: Deps,
  { teamId, channelId, userId }: Actor,
  file: SharedFile,
  { settings, oncePerUpload, builder }: FileOptions,
): Promise<Job | null> {
  const share = file.shares.find((one) => one.channelId === channelId);
  if (!share && file.userId !== userId) {
    throw new UserError(
      'file-gone',
      'The file is no longer there, or I cannot see it.',
      'Upload it again in a channel that I am a member of.',
    );
  }
  return startJob(deps, {
    teamId,
    channelId,
    threadTs: share ? (share.threadTs ?? share.ts) : null,
    ownerId: userId,
    source: {
      fileId: file.id,
      name: file.name,
      sizeBytes: file.sizeBytes,
      messageTs: share?.ts ?? null,
      more: [],
      ...(builder ? { builder } : {}),
    },
    settings,
    oncePerUpload,
  });
}
