// A word that is owed to the thread of a job: said once the card stands there, and never where the card was given up.
import type { JobView, Place } from '../../ports/conversation.ts';
import type { Deps } from '../deps.ts';
import { giveUp, postOnce } from './post-once.ts';
import { cardKey, isDue, threadOf, viewOf } from './show-card.ts';

export type SayDeps = Pick<Deps, 'history' | 'store' | 'notifier' | 'clock' | 'log' | 'locks' | 'options'>;

/** What of a job and of an owed word a message is made of. */
export interface Said<Detail> {
  view: JobView;
  place: Place;
  detail: Detail;
}

/**
 * Failures of Slack are kept for the next tick, never thrown.
 * @param say makes the one call that cannot be repeated; null: it is not time yet; 'never': there is nothing to say any more
 */
export async function sayInThread<Detail>(
  deps: SayDeps,
  key: string,
  say: (said: Said<Detail>) => (() => Promise<{ ts: string }>) | null | 'never',
): Promise<void> {
  await deps.locks.tryHold(`deliver:${key}`, async () => {
    const owed = await deps.store.owedMessage(key);
    const view = owed === null ? null : await viewOf(deps, owed.jobId);
    if (owed === null || owed.detail === null || view === null || !isDue(owed, view.now)) return;
    const place = await threadOf(deps, view.job);
    const post = say({ view, place, detail: JSON.parse(owed.detail) as Detail });
    if (post === null) return;
    if (post === 'never') return giveUp(deps, owed);
    if (place.threadTs !== null) return postOnce(deps, owed, place, post);
    const card = await deps.store.owedMessage(cardKey(view.job.id));
    if (card?.state === 'given-up') await giveUp(deps, owed);
  });
}
