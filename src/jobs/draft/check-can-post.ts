// Can the bot show a draft where a command was typed?
import { UserError } from '../../core/errors.ts';
import type { Job } from '../../core/job/job.ts';
import type { Deps } from '../deps.ts';
import { cardKey, showCard } from '../show/show-card.ts';

/** A command works where the bot is no member, but a card cannot be posted there: the person learns it now. @throws UserError */
export async function checkCanPost(deps: Deps, job: Job): Promise<void> {
  await showCard(deps, job.id);
  const card = await deps.store.owedMessage(cardKey(job.id));
  if (card?.state !== 'given-up') return;
  await deps.store.moveJob(job.id, { from: ['building', 'draft', 'failed'], to: 'discarded' });
  throw new UserError(
    'not-in-channel',
    'I am not a member of this conversation, so I cannot show the draft here.',
    'Type /invite @Claude Batches, then try again.',
  );
}
