// The button of a quiet offer: the dropped file becomes a draft in the thread of its message.
import { UserError } from '../../core/errors.ts';
import { startFromFile } from '../../jobs/draft/start-from-file.ts';
import { type ClickArgs, handleClick } from './click.ts';
import type { InteractionContext } from './context.ts';

export function onStartBatch(context: InteractionContext, args: ClickArgs): Promise<void> {
  return handleClick(context, args, 'start from offer', async ({ actor, value, responseUrl }) => {
    const { jobs } = context;
    const file = await jobs.files.describe(value);
    const job = await startFromFile(jobs, actor, file, { settings: {}, oncePerUpload: true });
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
