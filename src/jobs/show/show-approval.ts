// The words in the thread about an approval: who is asked, and to who asked, that nobody approved.
import type { Job } from '../../core/job/job.ts';
import type { Deps } from '../deps.ts';
import { giveUp, postOnce } from './post-once.ts';
import { isDue, threadOf, viewOf } from './show-card.ts';

/** Owes the request for the job's last approval, and the word that may have to follow it; again is harmless. */
export async function oweApproval({ store }: Pick<Deps, 'store'>, job: Job): Promise<void> {
  const approval = job.approvals.length - 1;
  const detail = JSON.stringify({ approval });
  for (const kind of ['approval', 'decision'] as const)
    await store.oweMessage({ key: `${job.id}:${kind}:${approval}`, jobId: job.id, kind, detail });
}

/** Posts an owed word to who asked once the request was rejected or has expired; of other decisions the card tells. */
export async function tellDecision(deps: Deps, key: string): Promise<void> {
  await deps.locks.tryHold(`deliver:${key}`, async () => {
    const owed = await deps.store.owedMessage(key);
    const view = owed === null ? null : await viewOf(deps, owed.jobId);
    if (owed === null || view === null || !isDue(owed, view.now)) return;
    const { approval } = JSON.parse(owed.detail ?? '{}') as { approval: number };
    const decision = view.job.approvals[approval]?.decision ?? null;
    if (decision === null) return;
    if (decision.verdict === 'approved' || decision.verdict === 'withdrawn') {
      await giveUp(deps, owed);
      return;
    }
    const place = await threadOf(deps, view.job);
    if (place.threadTs === null) return;
    await postOnce(deps, owed, place, () => deps.notifier.postDecision(view, place, key, approval));
  });
}
