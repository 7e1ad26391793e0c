// A message batch that was created elsewhere with the same key becomes a job that is only watched.

import { defaultSettings } from '../../core/draft/settings.ts';
import { ServiceError } from '../../core/errors.ts';
import { type RemoteBatch, totalRequests } from '../../core/job/batch.ts';
import type { Job } from '../../core/job/job.ts';
import type { Deps } from '../deps.ts';
import { type Actor, unknownBatch } from '../find-job.ts';
import { defaultModelOf } from '../people/settings.ts';
import { showCard } from '../show/show-card.ts';

/** @throws UserError when Anthropic does not know the message batch; ServiceError when it cannot be asked */
export async function watchBatch(deps: Deps, actor: Actor, remoteId: string): Promise<Job> {
  const remote = await askFor(deps, remoteId);
  const job = await deps.store.createJob({
    id: deps.newId(),
    teamId: actor.teamId,
    kind: 'watched',
    ownerId: actor.userId,
    channelId: actor.channelId,
    threadTs: null,
    source: null,
    settings: defaultSettings(await defaultModelOf(deps, actor.teamId)),
    createdAt: deps.clock.now(),
    onceKey: null,
  });
  if (job === null) throw new Error('A job without a once key was not created.');
  await followRemote(deps, job, remote);
  deps.background.run('show card', job.id, () => showCard(deps, job.id));
  return (await deps.store.job(job.id)) ?? job;
}

/** Asks Anthropic for a message batch by id. */
export async function askFor(deps: Pick<Deps, 'batchApi'>, remoteId: string): Promise<RemoteBatch> {
  try {
    return await deps.batchApi.get(remoteId);
  } catch (error) {
    if (!(error instanceof ServiceError) || error.kind !== 'gone') throw error;
    throw unknownBatch(remoteId, error);
  }
}

/** In one write: what was sent elsewhere has no submission of ours whose outcome could be unknown. */
async function followRemote(deps: Deps, job: Job, remote: RemoteBatch): Promise<void> {
  const requests = totalRequests(remote.counts);
  await deps.store.planBatches(job.id, [
    {
      id: deps.newId(),
      position: 1,
      attempt: 1,
      state: 'running',
      firstSeq: 1,
      lastSeq: requests,
      requests,
      bodyBytes: 0,
      bodySha256: '',
      remoteId: remote.id,
      keyFingerprint: deps.batchApi.keyFingerprint,
      createdAt: remote.createdAt,
      expiresAt: remote.expiresAt,
      counts: remote.counts,
    },
  ]);
  await deps.store.moveJob(job.id, {
    from: ['building'],
    to: 'running',
    set: { submittedAt: remote.createdAt },
  });
}
