// The button of a quiet offer: the dropped file becomes a draft in the thread of its message.
import { UserError } from '../../core/errors.ts';
import { startJob } from '../../jobs/start-job.ts';
import { type ClickArgs, handleClick } from './click.ts';
import type { InteractionContext } from './context.ts';

export function onStartBatch(context: InteractionContext, args: ClickArgs): Promise<void> {
  return handleClick(context, args, 'start from offer', async ({ actor, value, responseUrl }) => {
    const { jobs } = context;
    const file = await jobs.files.describe(value);
    const share = file.shares.find(({ channelId }) => channelId === actor.channelId);
    if (!share && file.userId !== actor.userId)
      throw new UserError('file-gone', 'The file is no longer there.', 'Upload it again.');
    const job = await startJob(jobs, {
      teamId: actor.teamId,
      channelId: actor.channelId,
      threadTs: share ? (share.threadTs ?? share.ts) : null,
      ownerId: actor.userId,
      file: { id: file.id, name: file.name, sizeBytes: file.sizeBytes, messageTs: share?.ts ?? null },
      settings: {},
      oncePerUpload: true,
    });
    if (job === null)
      throw new UserError(
        'already-a-job',
        'This file is a job already.',
        'Its card stands in the thread of the file.',
      );
    if (responseUrl !== null) await context.respond(responseUrl, { delete_original: true });
    return null;
  });
}
