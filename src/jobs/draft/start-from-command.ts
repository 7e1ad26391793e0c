// `/batch build`: a draft from a file that stands in this conversation already, or that the person shared themselves.

import type { Settings } from '../../core/draft/settings.ts';
import { UserError } from '../../core/errors.ts';
import type { Job, Source } from '../../core/job/job.ts';
import type { SharedFile } from '../../ports/conversation.ts';
import type { Deps } from '../deps.ts';
import type { Actor } from '../find-job.ts';
import { checkCanPost } from './check-can-post.ts';
import { startFromFile } from './start-from-file.ts';

/**
 * @param reference 'last', a file id, or a link to a file
 * @param builder what makes the requests of the rows, when it is not a prompt
 * @throws UserError when there is no such file here, or the bot cannot post here
 */
export async function startFromCommand(
  deps: Deps,
  actor: Actor,
  reference: string,
  settings: Partial<Settings>,
  builder?: Source['builder'],
): Promise<Job> {
  const file = await deps.files.describe(await fileIdOf(deps, actor, reference));
  const job = await startFromFile(deps, actor, file, { settings, oncePerUpload: false, builder });
  if (job === null) throw new Error('A job without a once key was not created.');
  await checkCanPost(deps, job);
  return job;
}

/** @returns the file that a person means. @throws UserError when it is none */
export async function fileIdOf(
  deps: Pick<Deps, 'store'>,
  { teamId, channelId, userId }: Actor,
  reference: string,
): Promise<SharedFile['id']> {
  if (reference.toLowerCase() === 'last') {
    const own = await deps.store.newestUpload({ teamId, channelId, userId });
    const upload = own ?? (await deps.store.newestUpload({ teamId, channelId, userId: null }));
    if (upload) return upload.fileId;
    throw new UserError(
      'no-upload',
      'I have seen no file in this conversation yet.',
      'Drop one here, then type /batch build last again.',
    );
  }
  const id =
    /^F[A-Z0-9]{2,}$/.exec(reference)?.[0] ??
    /^<?https:\/\/[^\s/]+\/files\/[^/]+\/(F[A-Z0-9]{2,})/.exec(reference)?.[1];
  if (id !== undefined) return id;
  throw new UserError(
    'file-reference',
    `“${reference}” is no file.`,
    'Write last, a file id such as F012AB3CD, or the link that Slack copies for a file.',
  );
}
