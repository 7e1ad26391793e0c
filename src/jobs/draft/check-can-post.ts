// Can the bot show a draft where a command was typed?
import { UserError } from '../../core/errors.ts';
import type { Job } from '../../core/job/job.ts';
import type { Deps } from '../deps.ts';
import { cardKey, showCard } from '../show/show-card.ts';
import { throwAway } from './discard.ts';

/** A command works where the bot is no member, but a card cannot be posted there: the person learns it now. @throws UserError */
export async function checkCanPost(deps: Deps, job: Job): Promise<void> {
  await showCard(deps, job.id);
  const card = await deps.store.owedMessage(cardKey(job.id));
  if (card?.state !== 'given-up') return;
  await throwAway(deps, (await deps.store.job(job.id)) ?? job, ['building', 'draft', 'failed']);
  throw new UserError(
    'not-in-channel',
    'I am not a member of this conversation, so I cannot show the draft here.',
    'Type /invite @Claude Batches, then try again.',
  );
}
