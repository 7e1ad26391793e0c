// `/batch build db`: a draft from the rows of a database that the operator named.

import type { Settings } from '../../core/draft/settings.ts';
import type { Job } from '../../core/job/job.ts';
import { findSource } from '../../core/source/named-source.ts';
import type { Deps } from '../deps.ts';
import type { Actor } from '../find-job.ts';
import { checkCanPost } from './check-can-post.ts';
import { startJob } from './start-job.ts';

/** @throws UserError when there is no such database here, or the bot cannot post here */
export async function startFromDatabase(
  deps: Deps,
  { teamId, channelId, userId }: Actor,
  name: string,
  settings: Partial<Settings>,
): Promise<Job> {
  const source = findSource(deps.options.sources, channelId, name, 'read');
  const job = await startJob(deps, {
    teamId,
    channelId,
    threadTs: null,
    ownerId: userId,
    source: { fileId: '', name: source.name, sizeBytes: 0, messageTs: null, more: [], isDatabase: true },
    settings,
    oncePerUpload: false,
  });
  if (job === null) throw new Error('A job without a once key was not created.');
  await checkCanPost(deps, job);
  return job;
}
