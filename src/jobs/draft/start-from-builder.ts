// `/batch build custom`: a draft of the requests that one of the operator's builders makes, of a file's rows or of none.

import type { Settings } from '../../core/draft/settings.ts';
import { UserError } from '../../core/errors.ts';
import type { Job, Source } from '../../core/job/job.ts';
import type { Deps } from '../deps.ts';
import type { Actor } from '../find-job.ts';
import { checkCanPost } from './check-can-post.ts';
import { startFromCommand } from './start-from-command.ts';
import { startJob } from './start-job.ts';

/**
 * @param reference the file as startFromCommand takes it; null for a builder that needs none
 * @throws UserError when there is no such builder or file, or the bot cannot post here
 */
export async function startFromBuilder(
  deps: Deps,
  actor: Actor,
  builder: NonNullable<Source['builder']>,
  reference: string | null,
  settings: Partial<Settings>,
): Promise<Job> {
  await checkThereIs(deps, builder.name);
  if (reference !== null) return startFromCommand(deps, actor, reference, settings, builder);
  const { teamId, channelId, userId } = actor;
  const job = await startJob(deps, {
    teamId,
    channelId,
    threadTs: null,
    ownerId: userId,
    source: { fileId: '', name: builder.name, sizeBytes: 0, messageTs: null, more: [], builder },
    settings,
    oncePerUpload: false,
  });
  if (job === null) throw new Error('A job without a once key was not created.');
  await checkCanPost(deps, job);
  return job;
}

async function checkThereIs({ options }: Deps, name: string): Promise<void> {
  const names = await options.builderNames();
  if (names.includes(name)) return;
  throw new UserError(
    'no-such-builder',
    `There is no builder “${name}”.`,
    names.length === 0
      ? 'Whoever runs this bot can put some into BUILDERS_DIR.'
      : `There are: ${names.join(', ')}.`,
  );
}
