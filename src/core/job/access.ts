// Who may see and use a job.
import type { Job } from './job.ts';

/**
 * A job belongs to the conversation it was started in, and to those who started and submitted it there: results of a
 * private channel are not for people outside of it, save the admins of the workspace.
 */
export function mayUse(
  actor: { teamId: string; channelId: string; userId: string; isAdmin?: boolean },
  job: Pick<Job, 'teamId' | 'channelId' | 'ownerId' | 'submittedBy'>,
): boolean {
  const isTheirs = job.ownerId === actor.userId || job.submittedBy === actor.userId;
  return (
    job.teamId === actor.teamId && (job.channelId === actor.channelId || isTheirs || actor.isAdmin === true)
  );
}

/** @returns whether a conversation is one of two: a person and the bot, or another person */
export function isDirectMessage(channelId: string): boolean {
  return channelId.startsWith('D');
}
