// The words in the thread about an approval: who is asked, and to who asked, that nobody approved.
import type { Job } from '../../core/job/job.ts';
import type { Deps } from '../deps.ts';
import { sayInThread } from './say-in-thread.ts';

/** Owes the request for the job's last approval, and the word that may have to follow it; again is harmless. */
export async function oweApproval({ store }: Pick<Deps, 'store'>, job: Job): Promise<void> {
  const approval = job.approvals.length - 1;
  const detail = JSON.stringify({ approval });
  for (const kind of ['approval', 'decision'] as const)
    await store.oweMessage({ key: `${job.id}:${kind}:${approval}`, jobId: job.id, kind, detail });
}

/** Posts an owed word to who asked once the request was rejected or has expired; of other decisions the card tells. */
export function tellDecision(deps: Deps, key: string): Promise<void> {
  return sayInThread<{ approval: number }>(deps, key, ({ view, place, detail: { approval } }) => {
    const decision = view.job.approvals[approval]?.decision ?? null;
    if (decision === null) return null;
    if (decision.verdict === 'approved' || decision.verdict === 'withdrawn') return 'never';
    return () => deps.notifier.postDecision(view, place, key, approval);
  });
}
