// Once a month, what the month before came to, in the channel that the admins chose.
import { monthBefore, usageOf } from '../../core/money/usage.ts';
import type { Deps } from '../deps.ts';
import { workspaceSettings } from '../people/settings.ts';
import { postOnce } from '../show/post-once.ts';
import { isDue } from '../show/show-card.ts';

interface DigestDetail {
  channelId: string;
  month: string;
}

/** For each tick: owes the digest of the month before, once; none for a month without a charge, or before it was asked for. */
export async function oweDigest(deps: Deps): Promise<void> {
  const { teamId } = deps.directory;
  const { digest } = await workspaceSettings(deps, teamId);
  const month = monthBefore(deps.clock.now());
  if (digest === null || month < digest.since) return;
  const key = `digest:${teamId}:${month}`;
  if ((await deps.store.owedMessage(key)) !== null) return;
  const last = (await deps.store.ledger.charges({ teamId, month, personId: null })).at(-1);
  // What is owed goes with a job; the job itself has nothing to do with it.
  if (last === undefined || (await deps.store.job(last.jobId)) === null) return;
  const detail: DigestDetail = { channelId: digest.channelId, month };
  await deps.store.oweMessage({ key, jobId: last.jobId, kind: 'digest', detail: JSON.stringify(detail) });
}

/** Posts an owed digest when it is due. Failures of Slack are kept for the next tick. */
export async function tellDigest(deps: Deps, key: string): Promise<void> {
  await deps.locks.tryHold(`deliver:${key}`, async () => {
    const owed = await deps.store.owedMessage(key);
    if (owed === null || owed.detail === null || !isDue(owed, deps.clock.now())) return;
    const { channelId, month } = JSON.parse(owed.detail) as DigestDetail;
    const place = { channelId, threadTs: null };
    const charges = await deps.store.ledger.charges({ teamId: deps.directory.teamId, month, personId: null });
    const usage = usageOf(charges, month, 'person');
    await postOnce(deps, owed, place, () => deps.notifier.postDigest(usage, place, key));
  });
}
