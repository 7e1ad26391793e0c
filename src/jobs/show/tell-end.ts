// The end of a job in a direct message, for those who chose that.
import { isEnded } from '../../core/job/approval.ts';
import type { Deps } from '../deps.ts';
import { giveUp, postOnce } from './post-once.ts';
import { cardKey, isDue, viewOf } from './show-card.ts';

type EndDeps = Pick<Deps, 'history' | 'store' | 'notifier' | 'clock' | 'log' | 'locks' | 'options'>;

/** Posts one owed notice once its job is done; whoever is called in the thread, or wants no call, gets none. */
export async function tellEnd(deps: EndDeps, key: string): Promise<void> {
  await deps.locks.tryHold(`deliver:${key}`, async () => {
    const owed = await deps.store.owedMessage(key);
    const view = owed === null ? null : await viewOf(deps, owed.jobId);
    if (owed === null || view === null || !isEnded(view.job) || !isDue(owed, view.now)) return;
    const { job, notify } = view;
    if (notify !== 'direct') {
      await giveUp(deps, owed);
      return;
    }
    const card = await deps.store.owedMessage(cardKey(job.id));
    const where = card?.ts ? { channelId: job.channelId, ts: card.ts } : null;
    const place = { channelId: job.submittedBy ?? job.ownerId, threadTs: null };
    await postOnce(deps, owed, place, () => deps.notifier.postNotice(view, place, key, where));
  });
}
