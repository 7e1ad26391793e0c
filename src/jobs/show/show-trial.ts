// The trial of a draft from its plan to its message in the thread: asked, charged, shown on the card, and told once.

import { isSettled, type TrialRow } from '../../core/draft/trial.ts';
import type { Job } from '../../core/job/job.ts';
import { triedRange } from '../../core/money/tried-range.ts';
import type { NewMessage } from '../../ports/ledger.ts';
import type { Deps } from '../deps.ts';
import { askTrial } from '../draft/ask-trial.ts';
import { settleTrial } from '../money/trial-charge.ts';
import { postOnce } from './post-once.ts';
import { isDue, showCard, threadOf, viewOf } from './show-card.ts';

/** @returns what is owed to the job's thread for a round of a trial: its answers */
export function trialOwed({
  jobId,
  revision,
  round,
}: Pick<TrialRow, 'jobId' | 'revision' | 'round'>): NewMessage {
  const key = `${jobId}:trial:${revision}:${round}`;
  return { key, jobId, kind: 'trial', detail: JSON.stringify({ revision }) };
}

/** Takes a trial up wherever it stands; a tick does the same. Failures of Slack are kept for the next tick. */
export async function followTrial(deps: Deps, key: string): Promise<void> {
  const owed = await deps.store.owedMessage(key);
  if (owed === null || !isDue(owed, deps.clock.now())) return;
  const { revision } = JSON.parse(owed.detail ?? '{}') as { revision: number };
  await deps.locks.tryHold(`trial:${owed.jobId}:${revision}`, async () => {
    const job = await deps.store.job(owed.jobId);
    if (job === null) return;
    const rows = await askTrial(deps, job, revision);
    if (!rows.every(isSettled)) return;
    await settleTrial(deps, job, rows);
    await keepRange(deps, job, rows);
    await showCard(deps, job.id);
    await tell(deps, key, rows);
  });
}

/** The draft may have been changed or submitted meanwhile: its price then stays as it is. */
async function keepRange({ store }: Deps, job: Job, rows: readonly TrialRow[]): Promise<void> {
  const { report, revision } = job;
  if (report?.estimate == null || rows[0]?.revision !== revision) return;
  const answers = rows.flatMap(({ answer }) => (answer === null ? [] : [answer]));
  const tried = triedRange(report.estimate, report.requests, answers);
  if (tried === null) return;
  const set = { report: { ...report, estimate: { ...report.estimate, tried } } };
  await store.moveJob(job.id, { from: ['draft'], to: 'draft', revision, set });
}

async function tell(deps: Deps, key: string, rows: readonly TrialRow[]): Promise<void> {
  const owed = await deps.store.owedMessage(key);
  const view = owed === null ? null : await viewOf(deps, owed.jobId);
  if (owed === null || view === null || !isDue(owed, view.now)) return;
  const place = await threadOf(deps, view.job);
  await postOnce(deps, owed, place, () => deps.notifier.postTrial(view, place, key, rows));
}
