// After a tick: brings the cards to how things are now, changes of state first, and only those that would look different.
import type { Job, JobState } from '../../core/job/job.ts';
import { lookOf } from '../../core/job/look.ts';
import type { Deps } from '../deps.ts';
import { showCard } from './show-card.ts';

export const UNDER_WAY: JobState[] = ['submitting', 'running', 'canceling'];

interface Due {
  jobId: string;
  look: string;
  /** When its cards were last known to be true; 0: never since the start. */
  shownAt: number;
}

/** Starts the work and waits for none of it; a card that has to wait is looked at again by the next tick. */
export async function showWhatChanged(deps: Deps): Promise<void> {
  const jobs = await deps.store.jobsIn(UNDER_WAY);
  forgetOthers(deps, jobs);
  const stale = new Set(await deps.store.jobsWithStaleCards());
  const due = await findDue(deps, jobs);
  for (const jobId of stale) {
    deps.background.runUnlessBusy('show card', jobId, () => showCard(deps, jobId));
  }
  for (const { jobId, look } of due) {
    if (stale.has(jobId)) continue;
    deps.background.runUnlessBusy('show card', jobId, async () => {
      const at = deps.clock.now();
      if (await showCard(deps, jobId)) deps.memory.shown.set(jobId, { look, at });
    });
  }
}

/** Those that waited longest come first. */
async function findDue(deps: Deps, jobs: readonly Job[]): Promise<Due[]> {
  const batches = await deps.store.batchesOfJobsIn(UNDER_WAY);
  const now = deps.clock.now();
  const due: Due[] = [];
  for (const job of jobs) {
    const look = lookOf(job, batches.get(job.id) ?? [], now);
    const shown = deps.memory.shown.get(job.id);
    // A submission can become unsure by time alone.
    if (shown?.look !== look || job.state === 'submitting')
      due.push({ jobId: job.id, look, shownAt: shown?.at ?? 0 });
  }
  return due.sort((a, b) => a.shownAt - b.shownAt);
}

function forgetOthers({ memory }: Deps, jobs: readonly Job[]): void {
  const underWay = new Set(jobs.map(({ id }) => id));
  for (const id of memory.shown.keys()) if (!underWay.has(id)) memory.shown.delete(id);
}
