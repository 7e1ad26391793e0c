// A job has ended and its conversation cannot be reached any more: its submitter learns it in a direct message, once.
import type { Place } from '../../ports/conversation.ts';
import type { Deps } from '../deps.ts';
import { postOnce } from './post-once.ts';
import { isDue, viewOf } from './show-card.ts';

type DirectDeps = Pick<Deps, 'history' | 'store' | 'notifier' | 'clock' | 'log' | 'locks' | 'options'>;

/** What was given up longer ago is old news. */
const RECENT_MS = 24 * 60 * 60_000;

/** Owes a direct message for each closing message that was given up of late; again is harmless. */
export async function oweDirectMessages({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  for (const closing of await store.owedMessagesIn(['given-up'])) {
    const isRecent = clock.now() - (closing.attemptedAt ?? 0) < RECENT_MS;
    const key = `${closing.key}:direct`;
    if (closing.kind !== 'closing' || !isRecent || (await store.owedMessage(key)) !== null) continue;
    await store.oweMessage({ key, jobId: closing.jobId, kind: 'direct', detail: null });
  }
}

/** Posts one owed direct message when it is due. Failures of Slack are kept for the next tick. */
export async function tellDirectly(deps: DirectDeps, key: string): Promise<void> {
  await deps.locks.tryHold(`deliver:${key}`, async () => {
    const owed = await deps.store.owedMessage(key);
    const view = owed === null ? null : await viewOf(deps, owed.jobId);
    if (owed === null || view === null || !isDue(owed, view.now)) return;
    const place: Place = { channelId: view.job.submittedBy ?? view.job.ownerId, threadTs: null };
    await postOnce(deps, owed, place, () => deps.notifier.postElsewhere(view, place, key));
  });
}
