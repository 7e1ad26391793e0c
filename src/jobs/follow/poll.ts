// One tick: take up everything that is under way, whatever a crash or a failure left behind.

import type { Job } from '../../core/job/job.ts';
import { isToCollect } from '../../core/job/look.ts';
import type { OwedMessage } from '../../core/job/messages.ts';
import type { Store } from '../../ports/store.ts';
import { followApprovals } from '../approval/decide.ts';
import type { Deps } from '../deps.ts';
import { prepareDraft } from '../draft/prepare-draft.ts';
import { oweDigest, tellDigest } from '../money/digest.ts';
import { tellBudgetWarning } from '../money/warn-budget.ts';
import { runSchedules } from '../schedule/run-schedules.ts';
import { tellSchedule } from '../schedule/tell-schedule.ts';
import { deleteUploads } from '../send/delete-uploads.ts';
import { followStrangers } from '../send/follow-strangers.ts';
import { keepLooking } from '../send/lookout.ts';
import { reconcile } from '../send/reconcile.ts';
import { deliverMessage } from '../show/deliver.ts';
import { refreshHomes } from '../show/home.ts';
import { tellDecision } from '../show/show-approval.ts';
import { oweCard, showCard } from '../show/show-card.ts';
import { showWhatChanged, UNDER_WAY } from '../show/show-changes.ts';
import { showFirstRows } from '../show/show-first-rows.ts';
import { followTrial } from '../show/show-trial.ts';
import { oweDirectMessages, tellDirectly } from '../show/tell-directly.ts';
import { tellEnd } from '../show/tell-end.ts';
import { cancelBatches } from './cancel.ts';
import { collectResults } from './collect-results.ts';
import { followDeletion } from './delete-data.ts';
import { refreshBatches } from './refresh.ts';

const SLOW_MS = 5000;

/**
 * Every step is harmless when done twice; one job's failure stops no other. What talks to Anthropic is waited for;
 * what reads large files or talks to Slack is not, so that neither holds up the jobs that run.
 */
export async function poll(deps: Deps): Promise<void> {
  const { store, background } = deps;
  const attempt = createAttempt(deps);
  for (const job of await store.jobsIn(['building'])) {
    const isWatched = job.kind === 'watched';
    background.runUnlessBusy('prepare', job.id, () =>
      isWatched ? resumeWatch(deps, job.id) : prepareDraft(deps, job.id),
    );
    // What takes longer than a moment is worth a card that says so.
    if (deps.clock.now() - job.createdAt > SLOW_MS)
      background.runUnlessBusy('show card', job.id, () => showCard(deps, job.id));
  }
  // One after the other, as they all wait for the same turn: a large body on its way holds up no other work.
  background.runUnlessBusy('reconcile', '', async () => {
    await attempt('look', '', () => keepLooking(deps));
    for (const job of await unsureFirst(store))
      await attempt('reconcile', job.id, () => reconcile(deps, job.id));
    await attempt('strangers', '', () => followStrangers(deps));
  });
  await attempt('refresh', '', () => refreshBatches(deps));
  for (const job of await store.jobsIn(['canceling'])) {
    await attempt('cancel', job.id, () => cancelBatches(deps, job.id));
  }
  for (const [jobId, batches] of await store.batchesOfJobsIn(UNDER_WAY)) {
    // A person is asked about it, whatever a crash left undone.
    if (batches.some(({ state }) => state === 'needs-human'))
      await store.moveJob(jobId, { from: ['running'], to: 'submitting' });
    if (isToCollect(batches)) await attempt('collect', jobId, () => collectResults(deps, jobId));
  }
  for (const job of await store.jobsIn(['deleting']))
    background.runUnlessBusy('delete data', job.id, () => followDeletion(deps, job.id));
  background.runUnlessBusy('delete uploads', '', () => deleteUploads(deps));
  await showWhatChanged(deps);
  background.runUnlessBusy('schedules', '', () => runSchedules(deps));
  await attempt('approvals', '', () => followApprovals(deps));
  await attempt('digest', '', () => oweDigest(deps));
  background.runUnlessBusy('home tabs', '', () => refreshHomes(deps));
  await attempt('owe direct messages', '', () => oweDirectMessages(deps));
  for (const owed of await store.owedMessagesIn(['owed', 'posting'])) {
    background.runUnlessBusy(`deliver ${owed.key}`, owed.jobId, () => deliverOwed(deps, owed));
  }
}

/** Those with a submission of unknown outcome before those with something to send: what may have been bought is known as soon as can be. */
async function unsureFirst(store: Store): Promise<Job[]> {
  const jobs = await store.jobsIn(['submitting', 'canceling']);
  const unsure = new Set((await store.batchesIn(['submitting'])).map(({ jobId }) => jobId));
  return [...jobs.filter(({ id }) => unsure.has(id)), ...jobs.filter(({ id }) => !unsure.has(id))];
}

function deliverOwed(deps: Deps, { kind, key, jobId }: OwedMessage): Promise<unknown> {
  if (kind === 'card' || kind === 'approval') return showCard(deps, jobId);
  if (kind === 'schedule') return tellSchedule(deps, key);
  if (kind === 'notice') return tellEnd(deps, key);
  if (kind === 'digest') return tellDigest(deps, key);
  if (kind === 'decision') return tellDecision(deps, key);
  if (kind === 'first-rows') return showFirstRows(deps, key);
  if (kind === 'budget') return tellBudgetWarning(deps, key);
  if (kind === 'trial') return followTrial(deps, key);
  return kind === 'direct' ? tellDirectly(deps, key) : deliverMessage(deps, key);
}

function createAttempt({ log, alarm }: Deps) {
  return async (what: string, jobId: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      log.error({ what, jobId }, 'work failed; the next tick tries again', error);
      alarm(jobId, error);
    }
  };
}

/** A watched job that a crash left between its making and its first batch. */
async function resumeWatch(deps: Deps, jobId: string): Promise<void> {
  const batches = await deps.store.batchesOf(jobId);
  const to = batches.some((batch) => batch.remoteId !== null) ? 'running' : 'failed';
  const notice =
    to === 'failed' ? 'The bot was restarted before it could start to watch. Type /batch watch again.' : null;
  await oweCard(deps, jobId);
  await deps.store.moveJob(jobId, { from: ['building'], to, set: { notice } });
  await showCard(deps, jobId);
}
