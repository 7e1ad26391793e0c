// A person gives files in a window, or names those of a message there: they become drafts as if they had been dropped.
import { UserError } from '../../core/errors.ts';
import type { Job, SourceFile } from '../../core/job/job.ts';
import { groupFiles } from '../../core/source/group-files.ts';
import type { Deps } from '../deps.ts';
import type { Actor } from '../find-job.ts';
import { checkCanPost } from './check-can-post.ts';
import { startJob } from './start-job.ts';

export interface WindowInput {
  prompt: string | null;
  /** Uploaded in the window. */
  files: readonly SourceFile[];
  /** Of a message that stands there already. */
  fileIds: readonly string[];
  messageTs: string | null;
  threadTs: string | null;
}

/** @throws UserError when a file is not there, all of them are jobs already, or the bot cannot post there */
export async function startFromWindow(deps: Deps, actor: Actor, input: WindowInput): Promise<Job[]> {
  const { teamId, channelId, userId } = actor;
  const { messageTs, threadTs } = input;
  const files = input.fileIds.length > 0 ? await filesHere(deps, input.fileIds) : [...input.files];
  const started: Job[] = [];
  for (const { first, more, documents } of groupFiles(files)) {
    const job = await startJob(deps, {
      teamId,
      channelId,
      threadTs: threadTs ?? messageTs,
      ownerId: userId,
      source: { ...first, messageTs, more, ...(documents.length > 0 ? { documents } : {}) },
      settings: { prompt: input.prompt },
      oncePerUpload: true,
    });
    if (job !== null) started.push(job);
  }
  if (started.length === 0)
    throw new UserError(
      'already-a-job',
      'These files are a job already.',
      'Press Edit on its card to change the prompt, or type /batch build last for another draft.',
    );
  for (const job of started) await checkCanPost(deps, job);
  return started;
}

/** Slack named them as files of the message, so the person sees them there; how they are called now is asked. */
async function filesHere({ files }: Pick<Deps, 'files'>, fileIds: readonly string[]): Promise<SourceFile[]> {
  const found: SourceFile[] = [];
  for (const fileId of fileIds) {
    const { name, sizeBytes } = await files.describe(fileId);
    found.push({ fileId, name, sizeBytes });
  }
  return found;
}
