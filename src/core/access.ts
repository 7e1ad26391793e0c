// Who may see and use a job.
import type { Job } from './job.ts';

/**
 * A job belongs to the conversation it was started in and to the person who started it: results of a private
 * channel are not for people outside of it.
 */
export function mayUse(
  actor: { teamId: string; channelId: string; userId: string },
  job: Pick<Job, 'teamId' | 'channelId' | 'ownerId'>,
): boolean {
  return job.teamId === actor.teamId && (job.channelId === actor.channelId || job.ownerId === actor.userId);
}
