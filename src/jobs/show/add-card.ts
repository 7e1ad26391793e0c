// One more live card of a job, in the conversation where somebody asked for it.
import type { Job } from '../../core/job/job.ts';
import type { Deps } from '../deps.ts';
import type { Actor } from '../find-job.ts';
import { cardKey, showCard } from './show-card.ts';

/** Owes a card to the actor's conversation and posts it in the background. */
export async function addCardHere(deps: Deps, actor: Actor, job: Job): Promise<Job> {
  const detail = JSON.stringify({ place: { channelId: actor.channelId, threadTs: null } });
  await deps.store.oweMessage({
    key: `${cardKey(job.id)}:${deps.newId()}`,
    jobId: job.id,
    kind: 'card',
    detail,
  });
  deps.background.run('show card', job.id, () => showCard(deps, job.id));
  return job;
}
