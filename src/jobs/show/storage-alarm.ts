// When the bot's own disk fails in the middle of a job, its person learns it, and that the job goes on by itself.
import { UserError } from '../../core/errors.ts';
import type { Job } from '../../core/job/job.ts';
import { storageTrouble } from '../../core/trouble/storage-trouble.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Notifier } from '../../ports/conversation.ts';
import type { Log } from '../../ports/log.ts';
import type { Store } from '../../ports/store.ts';

/** Hears of each failure of work that nobody waits for; `jobId` is empty for work on all jobs. Never throws. */
export type StorageAlarm = (jobId: string, error: unknown) => void;

interface AlarmParts {
  store: Store;
  notifier: Notifier;
  clock: Clock;
  log: Log;
}

/** One telling a job in this time: the disk may come and go. */
const PAUSE_MS = 60 * 60_000;
/** Most that are told at once when all jobs are concerned; the others learn it when they ask. */
const TOLD_AT_ONCE = 20;

/** @returns the alarm of one bot; what it told is remembered in memory, because nothing else can be written */
export function createStorageAlarm(parts: AlarmParts): StorageAlarm {
  const toldAt = new Map<string, number>();

  async function jobsConcerned(jobId: string): Promise<Job[]> {
    if (jobId === '') return parts.store.jobsIn(['submitting', 'running', 'canceling']);
    const job = await parts.store.job(jobId);
    return job === null ? [] : [job];
  }

  async function tell(jobId: string, trouble: { message: string; next: string }): Promise<void> {
    const now = parts.clock.now();
    for (const [id, at] of toldAt) if (now - at >= PAUSE_MS) toldAt.delete(id);
    const untold = (await jobsConcerned(jobId)).filter(({ id }) => !toldAt.has(id));
    for (const job of untold.slice(0, TOLD_AT_ONCE)) {
      if (toldAt.has(job.id)) continue;
      toldAt.set(job.id, now);
      await parts.notifier.tell(
        { channelId: job.channelId, threadTs: job.threadTs },
        job.submittedBy ?? job.ownerId,
        new UserError(
          'storage',
          `${trouble.message} Job #${job.number} waits and goes on by itself.`,
          trouble.next,
        ),
      );
    }
  }

  return (jobId, error) => {
    const trouble = storageTrouble(error);
    if (trouble === null) return;
    tell(jobId, trouble).catch((failure: unknown) =>
      parts.log.error({ jobId }, 'nobody could be told of the trouble with the disk', failure),
    );
  };
}
